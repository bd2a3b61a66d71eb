import Testing

@testable import Weaving

@Suite("Plumbing, repeats, marks and places")
struct BehindTests {
  private func article(_ files: [String: String], _ page: String) throws -> String {
    let (files, problems) = try TestBook(files).weave()
    #expect(problems == [])
    return files[page] ?? ""
  }

  @Test("What is behind is a closed row that names the chunk, its file and its size")
  func row() throws {
    let page = try article(
      [
        "01-one.md": """
        # One

        ```swift file=a/main.swift
        <<list the commands>>
        ```

        ```swift define="list the commands" behind
        let a = 1
        let b = 2
        ```

        Text.

        ```swift append="list the commands" behind
        let c = 3
        ```
        """
      ], "01-one.html")
    #expect(
      page.contains(
        """
        <details class="behind">
        <summary><span class="name">⟨list the commands⟩</span> <span class="file">main.swift</span>, \
        +2 lines</summary>
        <div class="chunk" id="chunk:list-the-commands">
        """))
    #expect(page.contains("main.swift</span>, +1 line</summary>"))
    #expect(page.components(separatedBy: "<details class=\"behind\">").count == 3)
    #expect(page.components(separatedBy: "</details>").count == 3)
  }

  @Test("Plumbing is shown one way, and on paper its row leads to the page that has it")
  func oneWay() throws {
    let files = [
      "01-one.md": """
      # One

      ```swift file=a/main.swift
      <<list>>
      ```

      ```swift define=list behind
      let a = 1
      ```

      ```swift append=list behind
      let b = 2
      ```

      ```swift append=list
      let c = 3
      ```
      """
    ]
    let page = try article(files, "01-one.html")
    let row = page.components(separatedBy: "<details class=\"behind\">").last ?? ""
    let inside = row.components(separatedBy: "</details>")
    #expect(!inside[0].contains("class=\"switch\""))
    #expect(inside[0].contains("<ins><b>let</b> b"))
    #expect(inside[1].contains("class=\"switch\""))
    let whole = try article(files, "book.html")
    #expect(
      whole.contains(
        """
        <div class="behind">
        <p class="summary"><a href="01-one.html#chunk:list">2 chunks:
        """))
    #expect(whole.contains("<span id=\"01-one:chunk:list-1\"></span>\n</div>"))
    #expect(!whole.contains("<details") && whole.contains("c = "))
    #expect(!whole.contains("<ins><b>let</b> b"))
  }

  @Test("Neighbours without text between are one row with a count")
  func neighbours() throws {
    let page = try article(
      [
        "01-one.md": """
        # One

        ```swift file=a/main.swift behind
        <<a>>
        ```

        ```swift define=a behind
        let a = 1
        ```

        ```console sketch
        $ ls
        ```

        ```swift append=a
        let b = 1
        ```
        """
      ], "01-one.html")
    #expect(
      page.contains(
        """
        <summary>2 chunks: <span class="file">a/main.swift</span>, <span class="name">⟨a⟩</span>, \
        +2 lines</summary>
        """))
    #expect(page.components(separatedBy: "</details>").count == 2)
    #expect(page.contains("</div>\n</details>\n<pre class=\"sketch\""))
  }

  @Test("A row of transcripts says which commands they run, as far as there is room")
  func rowsOfRuns() throws {
    let page = try article(
      [
        "01-one.md": """
        # One

        ```console behind
        $ swift run microgpt curves a.txt
        1
        ```

        ```console behind
        $ swift run microgpt judge --seeds 1,2,3 --learning-rate 0.5 --steps 10
        2
        $ swift run microgpt judge
        ```
        """
      ], "01-one.html")
    #expect(
      page.contains(
        """
        <summary>2 runs: <span class="file">microgpt curves a.txt</span>, \
        <span class="file">microgpt judge --seeds 1,2,3 --learning-rate 0.…</span></summary>
        """))
  }

  @Test("A chunk is shown again as it stands here, or as a chapter leaves it, with a link")
  func again() throws {
    let files = [
      "01-one.md": """
      # One

      ```swift file=a/main.swift
      <<a>>
      ```

      ```swift define=a
      let a = 1
      ```

      ```swift show=a
      ```

      ```swift replace=a
      let a = 2
      ```
      """,
      "02-two.md": """
      # Two

      ```swift replace=a
      let a = 3
      <<b>>
      ```

      ```swift define=b
      let b = 1
      ```

      ```swift show=a
      ```

      ```swift show=a from=1
      ```
      """,
    ]
    let one = try article(files, "01-one.html")
    #expect(
      one.contains(
        """
        <div class="chunk again">
        <p class="caption"><a href="#chunk:a-1"><span class="name">⟨a⟩</span></a> \
        <span class="verb">again, from this chapter</span></p>
        <pre tabindex="0"><code class="language-swift"><b>let</b> a = \
        <i class=n>1</i>
        """))
    let two = try article(files, "02-two.html")
    #expect(
      two.contains(
        """
        <span class="verb">again, from this chapter</span></p>
        <pre tabindex="0"><code class="language-swift"><b>let</b> a = \
        <i class=n>3</i>
        <a class="reference" href="#chunk:b">⟨b⟩</a>
        """))
    #expect(
      two.contains(
        """
        again, from chapter 1, as chapter 1 leaves it</span></p>
        <pre tabindex="0"><code class="language-swift"><b>let</b> a = \
        <i class=n>2</i>
        """))
  }

  @Test("Marked lines are marked in every view, and in transcripts")
  func marks() throws {
    let page = try article(
      [
        "01-one.md": """
        # One

        ```text file=a.txt
        one
        ```

        ```text append=a.txt mark="1,3"
        two
        three
        four
        ```

        ```python mark=2
        x = 1
        y = 2
        ```

        ```console sketch mark=1
        $ ls
        a
        ```
        """
      ], "01-one.html")
    #expect(page.contains("<ins><span class=\"marked\">two</span></ins>\n<ins>three</ins>"))
    #expect(page.components(separatedBy: "<span class=\"marked\">four</span>").count == 4)
    #expect(
      page.contains("<span class=\"marked\">y = <i class=n>2</i></span>"))
    #expect(
      page.contains("<span class=\"marked\"><span class=\"prompt\">$ </span><b>ls</b></span>"))
  }

  @Test("A listing that must not compile and what the compiler says of it stand together")
  func fails() throws {
    let page = try article(
      [
        "01-one.md": """
        # One

        ```swift file=a/main.swift
        <<a>>
        ```

        ```swift define=a
        let a = 1
        ```

        ```swift fails=a
        let a: String = 1
        ```

        ```text compiler
        error: cannot convert
        ```
        """
      ], "01-one.html")
    #expect(page.contains("<div class=\"chunk fails\">"))
    #expect(page.contains("⟨a⟩</span> <span class=\"verb\">does not compile</span>"))
    #expect(page.contains("<pre class=\"console compiler\" tabindex=\"0\">"))
  }
}
