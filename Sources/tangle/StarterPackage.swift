/// What stands around a new book's chapters.
enum StarterPackage {
  static let files: [(name: String, text: String)] = [
    (
      "Package.swift",
      """
      // swift-tools-version: 6.0
      import PackageDescription

      let package = Package(
        name: "greetings",
        targets: [
          .executableTarget(name: "greetings"),
          .testTarget(name: "greetingsTests", dependencies: ["greetings"]),
        ]
      )

      """
    ),
    (
      "Tests/greetingsTests/GreetingTests.swift",
      """
      import Testing

      @testable import greetings

      @Test("Whoever has a name is greeted by it, and not shouted at")
      func greeted() {
        #expect(greeting("Ada") == "Good morning, Ada.")
        #expect(greeting("world") == "Good morning, world!")
      }

      """
    ),
    (
      "README.md",
      """
      # Greetings

      A book that is a program. The text is in `chapters`; `Sources` is made of it and committed
      beside it.

      ```sh
      tangle                       # the chapters' program, into Sources
      swift run greetings Ada      # build and run it
      swift test                   # its tests
      verify                       # compile every chapter, hold what it prints against the text
      weave --serve                # read it, and see each change
      weave                        # the pages, into site
      ```

      Change the chapters, never `Sources`: `tangle --stitch` carries an edit made there back.

      """
    ),
    (
      ".vscode/extensions.json",
      """
      { "recommendations": ["swiftlang.swift-vscode"] }

      """
    ),
    (
      ".vscode/tasks.json",
      #"""
      {
        "version": "2.0.0",
        "tasks": [
          {
            "label": "tangle",
            "detail": "Write the chapters' program whenever one of them is saved.",
            "type": "process",
            "command": "tangle",
            "args": ["--watch"],
            "isBackground": true,
            "runOptions": { "runOn": "folderOpen" },
            "presentation": { "reveal": "silent" },
            "problemMatcher": {
              "owner": "tangle",
              "fileLocation": ["relative", "${workspaceFolder}"],
              "pattern": {
                "regexp": "^(.+?):(\\d+):(\\d+): (error|warning|note): (.*)$",
                "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5
              },
              "background": {
                "activeOnStart": true,
                "beginsPattern": "^(.+?):(\\d+):(\\d+): ",
                "endsPattern": "^Sources: "
              }
            }
          },
          {
            "label": "verify",
            "detail": "Compile every chapter, and hold what it prints against the text.",
            "type": "process",
            "command": "verify",
            "group": { "kind": "test", "isDefault": true },
            "problemMatcher": {
              "owner": "verify",
              "fileLocation": ["relative", "${workspaceFolder}"],
              "pattern": {
                "regexp": "^(.+?):(\\d+):(\\d+): (error|warning|note): (.*)$",
                "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5
              }
            }
          },
          {
            "label": "build",
            "type": "process",
            "command": "swift",
            "args": ["build", "--build-tests"],
            "group": { "kind": "build", "isDefault": true },
            "problemMatcher": ["$swiftc"]
          }
        ]
      }

      """#
    ),
    (
      ".gitignore",
      """
      .build/
      site/

      """
    ),
    (
      ".gitattributes",
      """
      # Two branches' records merge line by line; the next tangle puts them right.
      .tangle-record merge=union
      .weave-record merge=union

      """
    ),
    (
      ".github/workflows/book.yml",
      """
      # Checks the book, and publishes its pages. The variable BOOK_TOOLS names the repository of
      # tangle, weave and verify as owner/name (Settings, Secrets and variables, Actions).
      name: Book
      on:
        push:
          branches: [main]
        pull_request:

      permissions:
        contents: read

      jobs:
        check:
          runs-on: ubuntu-latest
          container: swift:6.3
          steps:
            - uses: actions/checkout@v4
            - uses: actions/checkout@v4
              with:
                repository: ${{ vars.BOOK_TOOLS }}
                path: .tools
            - uses: actions/cache@v4
              with:
                path: .tools/.build
                key: tools-${{ hashFiles('.tools/Package.resolved', '.tools/Sources/**') }}
            - run: apt-get update && apt-get install -y libcmark-dev pkg-config
            - run: |
                for tool in tangle weave verify; do
                  swift build -c release --package-path .tools --product $tool
                done
                echo "$PWD/.tools/.build/release" >> "$GITHUB_PATH"
            - run: tangle --check --format github
            - run: swift test
            - run: verify --format github
            - run: weave --format github
            - uses: actions/upload-pages-artifact@v3
              if: github.event_name == 'push'
              with:
                path: site

        publish:
          if: github.event_name == 'push'
          needs: check
          runs-on: ubuntu-latest
          permissions:
            pages: write
            id-token: write
          environment:
            name: github-pages
            url: ${{ steps.deployment.outputs.page_url }}
          steps:
            - uses: actions/configure-pages@v5
            - id: deployment
              uses: actions/deploy-pages@v4

      """
    ),
  ]
}
