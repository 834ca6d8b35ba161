package code

import "math/bits"

// Level is how much damage a QR code survives: about 7, 15, 25 or 30 % of its
// codewords.
type Level uint8

const (
	L Level = iota
	M
	Q
	H
)

func (l Level) String() string { return "LMQH"[l : l+1] }

// checkBytes is the number of error correction codewords in each block, by
// level and version (ISO/IEC 18004 table 9).
var checkBytes = [4][MaxVersion + 1]uint8{
	{0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
		28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
	{0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
		26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
	{0, 13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
		28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
	{0, 17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
		30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
}

// blockCount is the number of blocks, by level and version (the same table).
var blockCount = [4][MaxVersion + 1]uint8{
	{0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
		8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
	{0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
		17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
	{0, 1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20,
		23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
	{0, 1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
		25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
}

// side is the number of modules on a side of a version.
func side(version int) int { return 17 + 4*version }

// codewords is how many bytes a version holds, data and error correction
// together: the modules that are no function pattern, by eights (§6.3).
func codewords(version int) int {
	modules := (16*version+128)*version + 64
	if version >= 2 {
		n := version/7 + 2 // alignment patterns on a side
		modules -= (25*n-10)*n - 55
		if version >= 7 {
			modules -= 36 // version information
		}
	}
	return modules / 8
}

// dataBytes is how many bytes of data a version holds at a level.
func dataBytes(version int, level Level) int {
	return codewords(version) - int(checkBytes[level][version])*int(blockCount[level][version])
}

// alignments are the centres of the alignment patterns, as rows and as columns
// (annex E): evenly spaced from the last one back, the first one fixed.
func alignments(version int) []int {
	if version == 1 {
		return nil
	}
	n := version/7 + 2
	step := (version*8 + n*3 + 5) / (n*4 - 4) * 2
	at := make([]int, n)
	at[0] = 6
	for i, c := n-1, side(version)-7; i > 0; i, c = i-1, c-step {
		at[i] = c
	}
	return at
}

// formatBits are the 15 bits that say level and mask: five of data, ten of a
// BCH code, and a mask so that they are never all light (§7.9).
func formatBits(level Level, mask int) uint {
	data := uint([4]uint{1, 0, 3, 2}[level])<<3 | uint(mask)
	return (data<<10 | remainder(data<<10, 0x537)) ^ 0x5412
}

// versionBits are the 18 bits that say the version, from 7 on (§7.10).
func versionBits(version int) uint {
	return uint(version)<<12 | remainder(uint(version)<<12, 0x1f25)
}

// remainder is what is left of a polynomial over GF(2) after division.
func remainder(a, by uint) uint {
	for bits.Len(a) >= bits.Len(by) {
		a ^= by << (bits.Len(a) - bits.Len(by))
	}
	return a
}
