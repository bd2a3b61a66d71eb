import Testing

@testable import Literate

@Suite("Tangling")
struct TanglerTests {
  @Test("Every non-blank line of a chunk is indented as its reference is, level upon level")
  func indentation() {
    let files = tangled(
      """
      # A

      ```text file=a.txt
      one
        <<two>>
      end
      ```

      ```text define=two
      2

      \t<<three>>
       2
      ```

      ```text define=three
      3
        3
      ```
      """)
    #expect(files == ["a.txt": "one\n  2\n\n  \t3\n  \t  3\n   2\nend\n"])
  }

  @Test("A line of white space only is blank: it is kept as it is and not indented")
  func blankLines() {
    #expect(
      tangled(
        "# A\n\n```text file=a.txt\n  <<b>>\nz\n```\n\n```text define=b\nx\n \t\n\ny  \n```\n")
        == ["a.txt": "  x\n \t\n\n  y  \nz\n"])
  }

  @Test("White space around a reference does not matter, nor does it in its name")
  func foldedNames() {
    #expect(
      tangled(
        "# A\n\n```text file=a.txt\n<<  the \t chunk>>   \n```\n\n"
          + "```text define=\" the  chunk \"\nx\n```\n"
      )
        == ["a.txt": "x\n"])
  }

  @Test("Names are told apart by their case")
  func caseOfNames() {
    #expect(
      tangled(
        "# A\n\n```text file=a.txt\n<<b>>\n<<B>>\n```\n\n```text define=b\n1\n```\n\n"
          + "```text define=B\n2\n```\n"
      )
        == ["a.txt": "1\n2\n"])
  }

  @Test("A backslash stands for the line itself, with the indentation of its place")
  func escapedReferences() {
    #expect(
      tangled(
        "# A\n\n```text file=a.txt\n  <<b>>\n\\<<a>>\n```\n\n"
          + "```text define=b\n \\<<b>> \n<<>>\n```\n"
      )
        == ["a.txt": "   <<b>> \n  <<>>\n<<a>>\n"])
  }

  @Test("A chunk may be used in several places, and a file may be used as a chunk")
  func reuse() {
    #expect(
      tangled(
        "# A\n\n```text file=a.txt\n<<b>>\n <<b>>\n```\n\n```text define=b\nx\n```\n\n"
          + "```text file=c.txt\n<<a.txt>>\n<<b>>\n```\n")
        == ["a.txt": "x\n x\n", "c.txt": "x\n x\nx\n"])
  }

  @Test("Lines are appended in reading order, from later chapters too")
  func append() {
    #expect(
      tangled(
        "# A\n\n```text file=a.txt\n1\n```\n\n```text append=a.txt\n2\n<<b>>\n```\n\n"
          + "```text define=b\n3\n```\n",
        "# B\n\n```text append=b\n4\n```\n\n```text append=a.txt\n5\n```\n")
        == ["a.txt": "1\n2\n3\n4\n5\n"])
  }

  @Test("A replacement is the chunk from there on, and can be appended to")
  func replace() {
    #expect(
      tangled(
        "# A\n\n```text file=a.txt\n<<b>>\n```\n\n```text define=b\n1\n```\n\n"
          + "```text append=b\n2\n```\n",
        "# B\n\n```text replace=b\n3\n```\n\n```text append=b\n4\n```\n")
        == ["a.txt": "3\n4\n"])
    #expect(
      tangled("# A\n\n```text file=a.txt\n1\n```\n\n```text replace=a.txt\n2\n```\n") == [
        "a.txt": "2\n"
      ])
  }

  @Test("A reference may come before its chunk's definition in the chapter")
  func laterDefinition() {
    #expect(
      tangled(
        "# A\n\n```text define=b\n<<c>>\n```\n\n```text file=a.txt\n<<b>>\n```\n\n"
          + "```text define=c\nx\n```\n"
      )
        == ["a.txt": "x\n"])
  }

  @Test("Blank lines at a file's end are dropped, and it ends with one newline")
  func fileEnd() {
    #expect(
      tangled("# A\n\n```text file=a.txt\n\n\nx\n<<b>>\n\n```\n\n```text define=b\ny\n  \n\n```\n")
        == ["a.txt": "\n\nx\ny\n"])
    #expect(tangled("# A\n\n```text file=a.txt\n\n \n```\n") == ["a.txt": "\n"])
  }

  @Test("CRLF and CR in a chapter are line ends and become LF")
  func lineEnds() {
    #expect(
      tangled("# A\r\n\r\n```text file=a.txt\r\nx\r\n\r\n  y\r\n```\r\n") == ["a.txt": "x\n\n  y\n"]
    )
    #expect(tangled("# A\r\r```text file=a.txt\rx\r\ry\r```\r") == ["a.txt": "x\n\ny\n"])
  }

  @Test("A tangled file begins with one line that names its chapters")
  func header() {
    #expect(
      tangled("# A\n\n```swift file=a.swift\nlet a = 1\n```\n") == [
        "a.swift":
          "// Tangled from 1 chapter, 01-chapter.md. Do not edit: change the chapters.\nlet a = 1\n"
      ])
    #expect(
      tangled(
        "# A\n\n```swift file=a.swift\n<<b>>\n```\n\n```swift define=b\n1\n```\n", "# B\n",
        "# C\n\n```swift append=b\n2\n```\n") == [
          "a.swift":
            "// Tangled from 2 chapters, 01-chapter.md to 03-chapter.md. Do not edit: change the "
            + "chapters.\n1\n2\n"
        ])
  }

  @Test(
    "The header stands second after a line that must stay first",
    arguments: [
      "#!/bin/sh", "// swift-tools-version: 6.1", "//swift-tools-version:5.9",
      "<?xml version=\"1.0\"?>", "<!DOCTYPE html>", "<!doctype html>",
    ])
  func lineThatStaysFirst(_ first: String) {
    let files = tangled("# A\n\n```swift file=a.swift\n\(first)\nx\n```\n")
    let lines = files["a.swift"]?.split(separator: "\n")
    #expect(lines?.count == 3)
    #expect(lines?[0] == first[...])
    #expect(lines?[1].hasPrefix("// Tangled") == true)
  }

  @Test(
    "Lines that a program reads first stay first",
    arguments: [
      ("a.php", "php", "<?php echo 1;", 1), ("a.php", "php", "<p>", nil),
      ("a.php", "php", "<?php echo 1; ?>", nil),
      ("Dockerfile", "dockerfile", "# syntax=docker/dockerfile:1\n# escape=`", 2),
      ("a.py", "python", "#!/usr/bin/env python3\n# -*- coding: latin-1 -*-", 2),
      ("a.py", "python", "# coding=utf-8", 1), ("a.yml", "yaml", "%YAML 1.2\n---", 1),
      ("a.md", "md", "---\ntitle: A\n---\n# A", 3), ("a.md", "md", "---\n# A", 0),
      ("a.css", "css", "@charset \"utf-8\";", 1), ("a.bat", "bat", "@echo off", 1),
      ("a.tex", "tex", "%x", 0), ("Makefile.am", "c", "x", 0),
      ("a.rkt", "racket", "#lang racket", 1), ("a.rs", "rust", "#![no_std]", 0),
    ])
  func firstLines(_ path: String, _ language: String, _ first: String, _ count: Int?) {
    let files = tangled("# A\n\n~~~\(language) file=\(path)\n\(first)\nx\n~~~\n")
    let lines = files[path]?.split(separator: "\n") ?? []
    #expect(lines.firstIndex { $0.contains("Tangled from 1 chapter") } == count, "\(files)")
  }

  @Test(
    "The comment is that of the file's extension, else of the fence's language, else there is none")
  func commentSyntax() {
    let files = tangled(
      """
      # A

      ```python file=tool
      1
      ```

      ```swift file=a.py
      2
      ```

      ```python file=b.json
      3
      ```

      ```klingon file=c.klingon
      4
      ```

      ```HTML file=d.html
      5
      ```

      ```css file=e.css
      6
      ```

      ```swift file=.hidden
      7
      ```
      """)
    func first(_ name: String) -> String { String(files[name]?.split(separator: "\n").first ?? "") }
    #expect(first("tool").hasPrefix("# Tangled"))
    #expect(first("a.py").hasPrefix("# Tangled"))
    #expect(first("b.json") == "3")
    #expect(first("c.klingon") == "4")
    #expect(first("d.html").hasPrefix("<!-- Tangled") && first("d.html").hasSuffix(" -->"))
    #expect(first("e.css").hasPrefix("/* Tangled") && first("e.css").hasSuffix(" */"))
    #expect(first(".hidden").hasPrefix("// Tangled"))
  }

  @Test("Every line knows the block and the line that it comes from")
  func origins() throws {
    let tangler = Tangler(
      try CheckedBook(
        book([
          "# A\n\n> ```swift file=a.swift\n> one\n> <<b>>\n> ```\n\n```swift define=b\n\ntwo\n```\n"
        ])))
    let web = tangler.web
    let file = try #require(tangler.files().first)
    let lines = file.origins.map { origin in
      origin.map { web.location($0.block, line: $0.line).line }
    }
    #expect(lines == [nil, 4, 9, 10])
  }

  @Test("The program through a chapter is what its prefix of the book gives")
  func prefixes() throws {
    let book = try CheckedBook(
      book([
        "# A\n\n```text file=a.txt\n<<b>>\n```\n\n```text define=b\n1\n```\n",
        "# B\n\n```text replace=b\n2\n```\n\n```text file=b.txt\nx\n```\n",
      ]))
    func files(_ count: Int) -> [String] {
      Tangler(book, at: count == 0 ? .start : .endOfChapter(count - 1)).files().map {
        String(decoding: $0.text, as: UTF8.self)
      }
    }
    #expect(files(0) == [])
    #expect(files(1) == ["1\n"])
    #expect(files(2) == ["2\n", "x\n"])
    let before = Tangler(book, at: .before(BlockID(chapter: 1, block: 1)))
    #expect(before.files().map(\.path) == ["a.txt"])
  }
}
