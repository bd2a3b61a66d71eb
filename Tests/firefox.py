#!/usr/bin/env python3
"""Clicks Run on every transcript of a site in Firefox, and trains the cover's model there.

    Tests/firefox.py [SITE] [PAGE …]

SITE is `site` if none is given, PAGE all that have a transcript. It needs `firefox` or
`firefox-esr` on the path, and nothing else: it speaks Marionette, which Firefox brings. It prints
each transcript that is not as printed, the count of those that are, and ends with 1 if there is one
that is not, or a page with an error.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time


class Firefox:
    def __init__(self):
        program = shutil.which("firefox") or shutil.which("firefox-esr")
        if program is None:
            sys.exit("there is no firefox")
        self.profile = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        pathlib.Path(self.profile.name, "user.js").write_text(
            f'user_pref("marionette.port", {port});\n'
            'user_pref("browser.shell.checkDefaultBrowser", false);\n'
            'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
        )
        environment = {**os.environ, "HOME": self.profile.name}
        self.process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--marionette", "--profile", self.profile.name],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 300
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=1300)
                break
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    self.close()
                    sys.exit("firefox does not start")
                time.sleep(0.2)
        self.number = 0
        self.read()
        self.version = self.call("WebDriver:NewSession", {})["capabilities"]["browserVersion"]
        self.call("WebDriver:SetTimeouts", {"script": 1_200_000, "pageLoad": 300_000})

    def read(self):
        """A message: its length, a colon, and JSON."""
        length = b""
        while (byte := self.socket.recv(1)) != b":":
            if not byte:
                raise EOFError("firefox has ended")
            length += byte
        text = b""
        while len(text) < int(length):
            text += self.socket.recv(int(length) - len(text))
        return json.loads(text)

    def call(self, name, parameters):
        self.number += 1
        message = json.dumps([0, self.number, name, parameters])
        self.socket.sendall(f"{len(message.encode())}:{message}".encode())
        while True:
            _, number, error, result = self.read()
            if number == self.number:
                break
        if error:
            raise RuntimeError(f"{name}: {error['message']}")
        return result

    def open(self, address):
        self.call("WebDriver:Navigate", {"url": address})

    def value(self, script, *arguments):
        """What an asynchronous function gives whose body is `script`."""
        body = ("const done = arguments[arguments.length - 1]; const given = [...arguments];"
                f"(async () => {{ {script} }})().then(done, (error) => done('' + error));")
        return self.call(
            "WebDriver:ExecuteAsyncScript", {"script": body, "args": list(arguments)})["value"]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()


RUN = """
  const all = [...document.querySelectorAll("main .transcript")]
    .filter((one) => !one.closest(".your-model"));
  const one = all[given[0]];
  if (!one) return null;
  const ran = new Promise((resolve) => one.addEventListener("ran", resolve, { once: true }));
  one.querySelector(".run").click();
  await ran;
  return [one.querySelector("b").textContent, one.querySelector(".badge").textContent];
"""

COVER = """
  const figure = document.querySelector("figure[data-figure=train]");
  const say = figure.querySelector(".state");
  figure.querySelector(".start").click();
  while (!/in this page|did not work/.test(say.textContent)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return say.textContent;
"""


def main():
    site = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "site").resolve()
    pages = [site / name for name in sys.argv[2:]] or [
        page for page in sorted(site.glob("*.html"))
        if page.name != "book.html" and '<div class="transcript"' in page.read_text()]
    firefox = Firefox()
    print(f"Firefox {firefox.version}")
    good, bad = 0, 0
    try:
        for page in pages:
            firefox.open(page.as_uri())
            index = 0
            while (found := firefox.value(RUN, index)) is not None:
                index += 1
                if isinstance(found, list) and found[1] == "as printed":
                    good += 1
                else:
                    bad += 1
                    print(f"{page.name}: {found}")
        index = site / "index.html"
        if len(sys.argv) <= 2 and 'data-figure="train"' in index.read_text():
            firefox.open(index.as_uri())
            said = firefox.value(COVER)
            print(f"cover: {said}")
            bad += "✓" not in said
    finally:
        firefox.close()
    print(f"{good} transcripts were run and are as printed, {bad} are not")
    return 1 if bad or not good else 0


if __name__ == "__main__":
    sys.exit(main())
