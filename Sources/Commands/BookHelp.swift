/// What all three commands say of the book that they read.
public let bookHelp = """
  A code block says behind its language what it is (`swift define="greet"`):
    file=PATH              a file of the program; {a,b} in a path is two files
    define=NAME            a chunk; a line <<NAME>> is where it goes
    append=NAME            more lines at its end
    replace=NAME           from here on the chunk is this
    insert=NAME after=LINE (or before=LINE) lines behind a line of the chunk
    change=NAME from=LINE to=LINE   these lines become the block's
    show=NAME from=N       the chunk as it stands here, or after chapter N
    fails=NAME             must not compile in the chunk's place; a block \
  `text compiler` below says how
    behind, mark="3,5-7"   folded on the page; lines to draw the eye to
    sketch                 shown, and nothing more
    console                a transcript: lines `$ command`, and what each prints; \
  with here, still,
                           status=N, signal=NAME, superseded=N, name=WORD, \
  stdin=TEXT, tolerance=X,
                           data=NAME for a file that verify --data gives
    solves=7.2             with a verb or console: part of an exercise's solution
    math                   a formula in TeX notation
    figure name=NAME data=FILE   an interactive figure

  What is said of the book as a whole stands in its book.yml, every key as you like:
    title, subtitle, description   what it is called, and what it is, in Markdown
    translates             the folder of the original, ../chapters: blocks of code are empty here \
  and have
                           its code, each chapter by its number
    authors                a list
    language               such as en; pages speak German, English, Spanish, French, Japanese \
  and Chinese
    words                  what pages say, by what they say in English: {Note: Nota}
    base-url, repository   where the site is, and where its source
    parts                  a list of name, first (a chapter's number), numbering (numbers, letters \
  or
                           none), summary, figure, and draft (true: for the preview alone)
    program                the tangled folder that is the program
    programs               or a list of name, and package (true), or build and run, in words
    files                  what is laid into the folder in which transcripts run
    environment            variables for programs: {LANG: C}
    live                   true: the program runs in the pages too
    cover                  figure, data and still for the contents page, image for the e-book
    models                 by a chapter's number, the words behind the program's name that run \
  its model
                           on a reader's own data: {7: train --steps 100}
    promises               by a chapter's number, what the contents say of it
    figures                by the name of a figure's data, the words that write it anew in the page:
                           {emma.json: attend {word=emma} --json emma.json}
    drawn                  files of figures/ that no transcript makes
    foreign                names in back-ticks that are none of the program's
    slug                   true: no chapter's number in its page's address
    redirects              chapters by addresses that they had: {04-old.html: 05-new.md}
    line-directives        true: `#line` or `//line` in tangled C, C++, C#, D and Go
    references             a list of key, and text or author, title, in, year; url. [@key] and \
  [see @key, p. 3]
                           cite it
    terms                  words, or term and forms, for the index of terms
  """
