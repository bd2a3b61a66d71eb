import Testing

@testable import microgpt

/// What CPython 3.11, 3.12 and 3.13 give for one seed. Each list starts from `random.seed(seed)`.
private struct Python {
  let seed: UInt64
  /// `getrandbits(32)`
  let words: [UInt32]
  /// `random()`
  let doubles: [Double]
  /// `gauss(0, 1)`
  let gaussians: [Double]
  /// `shuffle` of 0 to 9
  let shuffled: [Int]
  /// `choices(range(4), [1, 2.5, 0, 4])`
  let chosen: [Int]
  /// The digest of a thousand rounds of draws, without and with `gauss` among them.
  let digest: UInt64
  let digestWithGauss: UInt64

  static let seeds = [
    Python(
      seed: 0,
      words: [3_626_764_237, 1_654_615_998, 3_255_389_356],
      doubles: [0.8444218515250481, 0.7579544029403025, 0.420571580830845],
      gaussians: [0.9417154046806644, -1.3965781047011498, -0.6797144480784211],
      shuffled: [7, 8, 1, 5, 3, 4, 2, 0, 9, 6],
      chosen: [3, 3, 1, 1, 3, 1, 3, 1, 3, 3],
      digest: 14_997_748_835_048_332_404,
      digestWithGauss: 17_148_448_557_247_239_692),
    Python(
      seed: 1,
      words: [577_090_037, 2_444_712_010, 3_639_700_191],
      doubles: [0.13436424411240122, 0.8474337369372327, 0.763774618976614],
      gaussians: [1.2881847531554629, 1.449445608699771, 0.06633580893826191],
      shuffled: [6, 8, 9, 7, 5, 3, 0, 4, 1, 2],
      chosen: [1, 3, 3, 1, 3, 1, 3, 3, 0, 0],
      digest: 12_554_977_708_434_791_994,
      digestWithGauss: 569_811_901_839_676_391),
    Python(
      seed: 42,
      words: [2_746_317_213, 478_163_327, 107_420_369],
      doubles: [0.6394267984578837, 0.025010755222666936, 0.27502931836911926],
      gaussians: [-0.14409032957792836, -0.1729036003315193, -0.11131586156766246],
      shuffled: [7, 3, 2, 8, 5, 6, 9, 4, 0, 1],
      chosen: [3, 0, 1, 1, 3, 3, 3, 0, 1, 0],
      digest: 8_698_695_920_789_580_967,
      digestWithGauss: 13_617_045_244_606_828_626),
    Python(
      seed: 1_337,
      words: [2_653_228_291, 3_975_144_315, 2_290_358_181],
      doubles: [0.6177528569514706, 0.5332655736050008, 0.36584835924937553],
      gaussians: [-0.9117532932976627, -0.8322834003509737, -0.8833109857747158],
      shuffled: [0, 3, 7, 2, 1, 6, 4, 5, 8, 9],
      chosen: [3, 3, 1, 3, 1, 3, 1, 3, 3, 1],
      digest: 10_036_984_070_619_985_465,
      digestWithGauss: 606_220_616_859_243_351),
    Python(
      seed: 4_294_967_295,
      words: [2_728_839_433, 2_661_025_012, 872_737_089],
      doubles: [0.6353574441341173, 0.20319993954407756, 0.6073666030347188],
      gaussians: [-0.44460081848024396, -0.5065896819748767, -0.6481196186056797],
      shuffled: [0, 7, 1, 5, 2, 6, 4, 8, 3, 9],
      chosen: [3, 1, 3, 1, 1, 1, 3, 3, 1, 3],
      digest: 9_712_959_848_445_612_625,
      digestWithGauss: 3_033_503_221_313_733_465),
    Python(
      seed: 4_294_967_296,
      words: [485_306_839, 1_508_871_100, 1_794_561_286],
      doubles: [0.11299430095636409, 0.41782886486292836, 0.0166763664992291],
      gaussians: [0.7888598085495195, 0.6779984204616889, 1.3679793770790432],
      shuffled: [8, 9, 3, 2, 4, 7, 0, 6, 5, 1],
      chosen: [0, 1, 0, 3, 3, 1, 3, 1, 1, 3],
      digest: 767_979_477_908_129_594,
      digestWithGauss: 12_594_115_302_524_826_651),
    Python(
      seed: 4_294_967_297,
      words: [991_850_117, 2_151_679_444, 2_200_792_185],
      doubles: [0.2309331037176915, 0.5124118614342635, 0.4145826832477072],
      gaussians: [0.14324638870965115, 1.1899785240826444, -0.37684469694958433],
      shuffled: [9, 5, 4, 1, 2, 0, 7, 6, 8, 3],
      chosen: [1, 3, 1, 0, 3, 3, 3, 0, 3, 1],
      digest: 1_849_761_584_892_909_912,
      digestWithGauss: 11_646_082_630_821_573_767),
    Python(
      seed: 244_837_814_094_590,
      words: [2_050_133_134, 3_330_218_950, 3_261_037_382],
      doubles: [0.4773338196827249, 0.7592694333758012, 0.7427324224115244],
      gaussians: [-1.6705616989675873, 0.23953603771424342, -0.0646956792965549],
      shuffled: [1, 9, 2, 0, 6, 8, 5, 3, 4, 7],
      chosen: [3, 3, 3, 3, 3, 0, 0, 3, 3, 3],
      digest: 7_712_815_667_879_841_656,
      digestWithGauss: 15_251_175_827_308_110_152),
    Python(
      seed: 9_223_372_036_854_775_808,
      words: [2_377_109_768, 1_691_753_470, 4_039_908_392],
      doubles: [0.5534639983914199, 0.9406144709090462, 0.24199432111690833],
      gaussians: [-2.243599936884441, -0.7833701065227084, 0.09816154071313908],
      shuffled: [5, 7, 9, 2, 0, 4, 1, 3, 6, 8],
      chosen: [3, 3, 1, 3, 0, 3, 3, 1, 3, 1],
      digest: 5_263_939_949_168_678_826,
      digestWithGauss: 12_144_664_999_845_210_582),
    Python(
      seed: 18_446_744_073_709_551_615,
      words: [93_740_670, 1_068_495_656, 1_452_108_352],
      doubles: [0.021825695401270107, 0.3380953268613758, 0.21196748656082065],
      gaussians: [0.8999136334180872, 0.12418903243063466, 0.3270949030553384],
      shuffled: [2, 6, 7, 9, 8, 1, 4, 5, 3, 0],
      chosen: [0, 1, 1, 3, 3, 1, 3, 3, 3, 3],
      digest: 12_994_001_364_842_977_012,
      digestWithGauss: 17_317_304_060_520_836_602),
  ]
}

/// FNV-1a over 64-bit values.
private struct Digest {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bits: UInt64) { value = (value ^ bits) &* 0x100_0000_01B3 }
}

/// A thousand rounds of every kind of draw, folded into one number.
private func digest(seed: UInt64, withGauss: Bool) -> UInt64 {
  var random = MersenneTwister(seed: seed)
  var digest = Digest()
  for round in 0..<1000 {
    digest.add(random.random().bitPattern)
    if withGauss { digest.add(random.gauss(mean: 0, deviation: 0.08).bitPattern) }
    var elements = Array(0..<round % 40)
    random.shuffle(&elements)
    for element in elements { digest.add(UInt64(element)) }
    let weights = (0..<round % 27 + 1).map { 1 + Double($0) * 0.1 }
    digest.add(UInt64(random.choices(weights: weights)))
  }
  return digest.value
}

@Suite("MersenneTwister")
struct MersenneTwisterTests {
  @Test("The first words are those of Python's getrandbits", arguments: Python.seeds)
  private func words(python: Python) {
    var random = MersenneTwister(seed: python.seed)
    #expect(python.words.map { _ in random.next() } == python.words)
  }

  @Test("random() gives Python's numbers in every bit", arguments: Python.seeds)
  private func doubles(python: Python) {
    var random = MersenneTwister(seed: python.seed)
    #expect(python.doubles.map { _ in random.random() } == python.doubles)
  }

  @Test("gauss() gives Python's numbers, the kept one included", arguments: Python.seeds)
  private func gaussians(python: Python) {
    var random = MersenneTwister(seed: python.seed)
    for expected in python.gaussians {
      let number = random.gauss(mean: 0, deviation: 1)
      // Python's numbers come from glibc; another C library may differ in the last bit.
      #if canImport(Glibc)
        #expect(number == expected)
      #else
        #expect(abs(number - expected) < 1e-9)
      #endif
    }
  }

  @Test("shuffle() gives Python's order", arguments: Python.seeds)
  private func shuffled(python: Python) {
    var random = MersenneTwister(seed: python.seed)
    var digits = Array(0...9)
    random.shuffle(&digits)
    #expect(digits == python.shuffled)
  }

  @Test("choices() makes Python's choices", arguments: Python.seeds)
  private func chosen(python: Python) {
    var random = MersenneTwister(seed: python.seed)
    #expect(python.chosen.map { _ in random.choices(weights: [1, 2.5, 0, 4]) } == python.chosen)
  }

  @Test("A thousand rounds of mixed draws are Python's", arguments: Python.seeds)
  private func mixed(python: Python) {
    #expect(digest(seed: python.seed, withGauss: false) == python.digest)
    #if canImport(Glibc)
      #expect(digest(seed: python.seed, withGauss: true) == python.digestWithGauss)
    #endif
  }

  @Test("Nothing, or one thing alone, is shuffled without a draw")
  func shuffleOfLittle() {
    var random = MersenneTwister(seed: 42)
    var nothing: [Int] = []
    var one = ["a"]
    random.shuffle(&nothing)
    random.shuffle(&one)
    #expect(nothing == [] && one == ["a"])
    #expect(random.next() == 2_746_317_213)
  }

  @Test("A weight of 0 is never chosen, unless all are 0: then the last is")
  func zeroWeights() {
    var random = MersenneTwister(seed: 1)
    let chosen = Set((0..<1000).map { _ in random.choices(weights: [0, 3, 0, 1]) })
    #expect(chosen == [1, 3])
    #expect(random.choices(weights: [0, 0, 0]) == 2)
  }

  @Test("A copy of a generator goes on as the original does")
  func copies() {
    var original = MersenneTwister(seed: 5)
    _ = original.gauss(mean: 0, deviation: 1)
    var copy = original
    #expect(original.gauss(mean: 0, deviation: 1) == copy.gauss(mean: 0, deviation: 1))
    #expect(original.random() == copy.random())
  }
}
