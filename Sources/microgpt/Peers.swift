// Tangled from 3 chapters, 01-names.md to 30-long-run.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// What other programs need for a step, in lines like the table's.
func peers(
  of run: Run, reference: String?
) throws(Complaint) -> [String] {
  var lines: [String] = []
  if let reference {
    for (name, garbage) in [("CPython", "yes"), ("CPython no gc", "no")] {
      let words = [timePython, reference, garbage]
      lines.append(try line(name, python(words, run.documents)))
    }
  }
  let task = try numpyTask(run)
  lines.append(try line("NumPy", python([timeNumPy], [task])))
  return lines
}

/// A line of `name` and the first of `numbers`, microseconds; the second, if
/// there is one, is the last loss.
private func line(_ name: String, _ numbers: [Double]?) -> String {
  guard let numbers, let time = numbers.first else {
    return name.padded(to: 14) + "  could not be measured"
  }
  let loss = numbers.count > 1 ? "  loss \(numbers[1], digits: 4)" : ""
  return name.padded(to: 14) + "\(time, digits: 1, width: 8)" + loss
}

/// What a Python program prints, in numbers: its text is the first of
/// `words`, the others are its arguments. `lines` are in its `input.txt`.
/// Inlined, so that a page, which runs none, does not bring their texts.
@inline(__always)
private func python(
  _ words: [String], _ lines: [String]
) throws(Complaint) -> [Double]? {
  #if hasFeature(Embedded)
    throw Complaint("a page cannot run another program")
  #else
    let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(temporary)/microgpt.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Complaint("cannot write into `\(temporary)`")
    }
    let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
    let folder = String(decoding: bytes, as: UTF8.self)
    defer {
      unlink("\(folder)/input.txt")
      rmdir(folder)
    }
    let text = lines.joined(separator: "\n")
    try Array(text.utf8).write(to: "\(folder)/input.txt")
    let command = (["python3", "-c"] + words).map { $0.inQuotes }
    let line = "cd \(folder.inQuotes) && exec \(command.joined(separator: " "))"
    guard let output = popen("\(line) 2>/dev/null </dev/null", "r") else {
      throw Complaint("python3 cannot be run")
    }
    let answer = rest(of: output)
    guard pclose(output) == 0 else { return nil }
    return String(decoding: answer, as: UTF8.self)
      .split { $0.isWhitespace }.compactMap { Double($0) }
  #endif
}

/// Takes ten steps of the reference, and prints the median of their times.
private let timePython = #"""
  import gc, re, sys, time
  text = open(sys.argv[1]).read()
  if sys.argv[2] == "no":
      gc.disable()
      text = re.sub(r"(?m)^( *)build_topo\(self\)$",
          r"\1build_topo(self)\n\1build_topo = None", text)
  times = []
  def hear(*words, **others):
      if words and str(words[0]).startswith("step"):
          times.append(time.perf_counter())
          if len(times) > 10:
              raise SystemExit
  try:
      exec(compile(text, "it", "exec"), {"__name__": "it", "print": hear})
  except SystemExit:
      pass
  steps = sorted(b - a for a, b in zip(times, times[1:]))
  print(1e6 * steps[len(steps) // 2])
  """#

/// What the NumPy program needs to know, as JSON.
private func numpyTask(_ run: Run) throws(Complaint) -> String {
  let model = run.settings.architecture
  let sequences = try run.sequences(until: run.settings.steps)
  let numbers = [
    run.settings.learningRate, run.settings.beta1, run.settings.beta2,
    model.activation == .relu2 ? 1 : 0,
  ]
  let sizes = [
    model.width, model.context, model.layers, model.heads,
    run.tokenizer.vocabularySize, run.settings.steps,
  ]
  return "[\(sizes), \(numbers), \(run.learned.weights), \(sequences)]"
}

/// The same training in NumPy. Prints the median time of a step, and the
/// last loss.
private let timeNumPy = #"""
  import json, time
  import numpy as np
  sizes, rates, weights, sequences = json.load(open("input.txt"))
  w, context, layers, heads, V, steps = sizes
  rate, beta1, beta2, squared = rates
  P = np.array(weights)
  G, M, S = np.zeros_like(P), np.zeros_like(P), np.zeros_like(P)
  def cut(p):
      shapes = [(V, w), (context, w), (V, w)]
      shapes += [(3 * w, w), (w, w), (4 * w, w), (w, 4 * w)] * layers
      grids, place = [], 0
      for rows, columns in shapes:
          end = place + rows * columns
          grids.append(p[place:end].reshape(rows, columns))
          place = end
      return grids
  W, D = cut(P), cut(G)
  part = w // heads
  future = np.triu(np.ones((context, context), bool), 1)
  def norm(x):
      r = 1 / np.sqrt((x * x).mean(1, keepdims=True) + 1e-5)
      return x * r, r
  def back(dy, y, r):
      return r * (dy - y * (dy * y).mean(1, keepdims=True))
  def soft(x):
      e = np.exp(x - x.max(-1, keepdims=True))
      return e / e.sum(-1, keepdims=True)
  def learn(s):
      n = min(context, len(s) - 1)
      kept = []
      e, r0 = norm(W[0][s[:n]] + W[1][:n])
      x = e
      for l in range(layers):
          look, out, expand, contract = W[3 + 4 * l:7 + 4 * l]
          a, r1 = norm(x)
          q = (a @ look.T).reshape(n, 3, heads, part).transpose(1, 2, 0, 3)
          z = q[0] @ q[1].transpose(0, 2, 1) / part ** 0.5
          A = soft(np.where(future[:n, :n], -np.inf, z))
          h = (A @ q[2]).transpose(1, 0, 2).reshape(n, w)
          x = x + h @ out.T
          b, r2 = norm(x)
          f = np.maximum(b @ expand.T, 0)
          g = f * f if squared else f
          x = x + g @ contract.T
          kept.append((a, r1, q, A, h, b, r2, f, g))
      p = soft(x @ W[2].T)
      t, rows = s[1:n + 1], np.arange(n)
      loss = -np.log(p[rows, t]).mean()
      p[rows, t] -= 1
      p /= n
      D[2][:] = p.T @ x
      d = p @ W[2]
      for l in reversed(range(layers)):
          look, out, expand, contract = W[3 + 4 * l:7 + 4 * l]
          a, r1, q, A, h, b, r2, f, g = kept[l]
          D[6 + 4 * l][:] = d.T @ g
          df = (d @ contract) * (2 * f if squared else f > 0)
          D[5 + 4 * l][:] = df.T @ b
          d = d + back(df @ expand, b, r2)
          D[4 + 4 * l][:] = d.T @ h
          dh = (d @ out).reshape(n, heads, part).transpose(1, 0, 2)
          dA = dh @ q[2].transpose(0, 2, 1)
          dz = A * (dA - (A * dA).sum(-1, keepdims=True)) / part ** 0.5
          dq = np.stack([dz @ q[1], dz.transpose(0, 2, 1) @ q[0],
              A.transpose(0, 2, 1) @ dh])
          dl = dq.transpose(2, 0, 1, 3).reshape(n, 3 * w)
          D[3 + 4 * l][:] = dl.T @ a
          d = d + back(dl @ look, a, r1)
      d = back(d, e, r0)
      D[0][:] = 0
      D[1][:] = 0
      np.add.at(D[0], s[:n], d)
      D[1][:n] = d
      return loss
  times = []
  for step in range(steps):
      begin = time.perf_counter()
      loss = learn(sequences[step % len(sequences)])
      M = beta1 * M + (1 - beta1) * G
      S = beta2 * S + (1 - beta2) * G * G
      m = M / (1 - beta1 ** (step + 1))
      v = S / (1 - beta2 ** (step + 1))
      P -= rate * (1 - step / steps) * m / (np.sqrt(v) + 1e-8)
      times.append(time.perf_counter() - begin)
  print(1e6 * sorted(times)[len(times) // 2], loss)
  """#

extension String {
  /// This text as one word for a shell.
  fileprivate var inQuotes: String {
    let parts = split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}

/// The seconds that PyTorch needs for an iteration of the lecture's model,
/// with each of so many threads; nil if there is no PyTorch.
func torchTimes(
  _ settings: LectureSettings, vocabulary: Int, _ threads: [Int],
  _ count: Int, _ repetitions: Int
) throws(Complaint) -> [Double]? {
  let (parts, plan) = (settings.parts, settings.plan)
  let sizes = [
    plan.batch * plan.accumulate, plan.length, parts.width, parts.heads,
    parts.layers, vocabulary, count, repetitions,
  ]
  let task = "[\(sizes), \(parts.dropout), \(threads)]"
  return try python([timeTorch], [task])
}

/// The lecture's model in PyTorch, on tokens drawn at random.
private let timeTorch = #"""
  import json, time, torch
  from torch import nn
  from torch.nn import functional as F
  (B, T, C, H, L, V, count, repetitions), drop, threads = json.load(open("input.txt"))
  class Head(nn.Module):
      def __init__(self):
          super().__init__(); s = C // H
          self.key, self.query, self.value = (nn.Linear(C, s, bias=False) for _ in range(3))
          self.register_buffer("tril", torch.tril(torch.ones(T, T))); self.drop = nn.Dropout(drop)
      def forward(self, x):
          w = self.query(x) @ self.key(x).transpose(-2, -1) * C ** -0.5
          w = F.softmax(w.masked_fill(self.tril == 0, float("-inf")), -1)
          return self.drop(w) @ self.value(x)
  class Attention(nn.Module):
      def __init__(self):
          super().__init__(); self.heads = nn.ModuleList(Head() for _ in range(H))
          self.proj, self.drop = nn.Linear(C, C), nn.Dropout(drop)
      def forward(self, x): return self.drop(self.proj(torch.cat([h(x) for h in self.heads], -1)))
  class Block(nn.Module):
      def __init__(self):
          super().__init__(); self.sa = Attention()
          self.ffwd = nn.Sequential(nn.Linear(C, 4 * C), nn.ReLU(), nn.Linear(4 * C, C), nn.Dropout(drop))
          self.ln1, self.ln2 = nn.LayerNorm(C), nn.LayerNorm(C)
      def forward(self, x): x = x + self.sa(self.ln1(x)); return x + self.ffwd(self.ln2(x))
  class Model(nn.Module):
      def __init__(self):
          super().__init__(); self.token, self.position = nn.Embedding(V, C), nn.Embedding(T, C)
          self.blocks = nn.Sequential(*[Block() for _ in range(L)])
          self.ln, self.head = nn.LayerNorm(C), nn.Linear(C, V)
      def forward(self, x, y):
          z = self.head(self.ln(self.blocks(self.token(x) + self.position(torch.arange(T)))))
          return F.cross_entropy(z.view(-1, V), y.view(-1))
  for n in threads:
      torch.set_num_threads(n)
      model = Model(); optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
      def step():
          x, y = torch.randint(V, (B, T)), torch.randint(V, (B, T))
          loss = model(x, y); optimizer.zero_grad(set_to_none=True); loss.backward(); optimizer.step(); loss.item()
      for _ in range(min(3, count)): step()
      times = []
      for _ in range(repetitions):
          start = time.perf_counter()
          for _ in range(count): step()
          times.append((time.perf_counter() - start) / count)
      print(sorted(times)[len(times) // 2])
  """#
