// The chapters put what all kernels share beside this file. It keeps the module in its place while
// only earlier chapters are tangled: a target without a folder stops every build of the package.
