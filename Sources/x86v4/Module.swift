// The chapters put the kernels beside this file. It keeps the module in its place while only earlier
// chapters are tangled, which have none: a target without a folder stops every build of the package.
