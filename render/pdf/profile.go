package pdf

import "encoding/binary"

// sRGB is an ICC profile of the sRGB colour space (IEC 61966-2-1), made from
// its published constants: a version 4 display profile (ICC.1:2004-10) with
// matrix and tone curve, about 600 bytes.
func sRGB() []byte {
	type tag struct {
		name string
		data []byte
	}
	// Chromatically adapted to D50 with the Bradford transform, as s15Fixed16.
	xyz := func(x, y, z int32) []byte { return be("XYZ ", 0, x, y, z) }
	// Type 3 parametric curve: Y = ((X + 0.055) / 1.055)^2.4 from 0.04045 on,
	// X / 12.92 below.
	curve := append(be("para", 0), 0, 3, 0, 0)
	for _, v := range []int32{157286, 62119, 3417, 5072, 2651} { // 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045
		curve = binary.BigEndian.AppendUint32(curve, uint32(v))
	}
	tags := []tag{
		{"desc", mluc("sRGB")},
		{"cprt", mluc("CC0")},
		{"wtpt", xyz(63190, 65536, 54061)}, // D50: 0.9642, 1.0, 0.8249
		{"chad", be("sf32", 0, 68674, 1502, -3290, 1939, 64912, -1119, -605, 988, 49262)}, // D65 → D50
		{"rXYZ", xyz(28578, 14581, 912)},
		{"gXYZ", xyz(25241, 46981, 6362)},
		{"bXYZ", xyz(9374, 3974, 46788)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil}, // one curve for all three
	}
	size := 128 + 4 + 12*len(tags)
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	last := 0
	for _, t := range tags {
		if t.data != nil {
			last = size + len(body)
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		length := len(t.data)
		if t.data == nil {
			length = len(curve)
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(last))
		table = binary.BigEndian.AppendUint32(table, uint32(length))
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head[0:], uint32(size+len(body)))
	binary.BigEndian.PutUint32(head[8:], 0x04200000) // version 4.2
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[24:], []byte{0x07, 0xd0, 0, 1, 0, 1}) // made on 2000-01-01
	copy(head[36:], "acsp")
	binary.BigEndian.PutUint32(head[68:], 63190) // illuminant: D50
	binary.BigEndian.PutUint32(head[72:], 65536)
	binary.BigEndian.PutUint32(head[76:], 54061)
	return append(append(head, table...), body...)
}

// be is a tag's type signature and its values, big-endian.
func be(sig string, vals ...int32) []byte {
	b := []byte(sig)
	for _, v := range vals {
		b = binary.BigEndian.AppendUint32(b, uint32(v))
	}
	return b
}

// mluc is a multi-localized text with one English record.
func mluc(s string) []byte {
	b := be("mluc", 0, 1, 12)
	b = append(b, "enUS"...)
	b = binary.BigEndian.AppendUint32(b, uint32(2*len(s)))
	b = binary.BigEndian.AppendUint32(b, 28)
	for i := 0; i < len(s); i++ {
		b = append(b, 0, s[i])
	}
	return b
}
