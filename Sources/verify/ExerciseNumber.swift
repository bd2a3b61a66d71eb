import ArgumentParser

/// An exercise by its chapter and its place there, such as `7.2`.
struct ExerciseNumber: ExpressibleByArgument, CustomStringConvertible {
  let chapter: Int
  let exercise: Int

  init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let chapter = parts[0], let exercise = parts[1], chapter >= 0,
      exercise > 0
    else { return nil }
    self.chapter = chapter
    self.exercise = exercise
  }

  var description: String { "\(chapter).\(exercise)" }
}
