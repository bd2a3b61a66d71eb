# tangle, weave and verify, built from source. A release fills in REPOSITORY, VERSION and SHA256; put
# the file into a tap of your own, as Formula/book-tools.rb.
class BookTools < Formula
  desc "Literate programming: books whose text is the program"
  homepage "https://github.com/REPOSITORY"
  url "https://github.com/REPOSITORY/archive/refs/tags/vVERSION.tar.gz"
  version "VERSION"
  sha256 "SHA256"
  license "MIT"

  depends_on "pkg-config" => :build
  depends_on xcode: ["26.0", :build] if OS.mac?
  depends_on "cmark"
  uses_from_macos "swift" => :build

  def install
    %w[tangle weave verify].each do |tool|
      system "swift", "build", "--disable-sandbox", "-c", "release", "--product", tool
      bin.install ".build/release/#{tool}"
    end
  end

  test do
    system bin/"tangle", "--new", "greetings"
    assert_path_exists testpath/"greetings/Sources/greetings/main.swift"
    system bin/"weave", "greetings", "--no-types", "--no-live"
  end
end
