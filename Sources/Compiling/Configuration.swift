/// For which configuration of a package a program is built.
package enum Configuration: String, Hashable, Sendable {
  case debug, release
}
