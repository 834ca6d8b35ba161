package fonts

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
)

// FormatError says that a font file breaks the OpenType format, or lacks what
// embedding needs, at one place.
type FormatError struct {
	Table   string // four-letter tag, trailing spaces cut; empty for the file as a whole
	Offset  int    // bytes from the start of the table, or of the file
	Message string
}

func (e *FormatError) Error() string {
	if e.Table == "" {
		return fmt.Sprintf("font file, byte %d: %s", e.Offset, e.Message)
	}
	return fmt.Sprintf("font table %s, byte %d: %s", e.Table, e.Offset, e.Message)
}

func malformed(table string, offset int, format string, args ...any) error {
	return &FormatError{Table: table, Offset: offset, Message: fmt.Sprintf(format, args...)}
}

// sfnt is a font file as its table directory describes it (OpenType 1.9,
// "Organization of an OpenType Font"). Table contents are slices of the file.
type sfnt struct {
	file   []byte
	tables map[string][]byte // by tag with trailing spaces cut
}

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func i16(b []byte, at int) int { return int(int16(binary.BigEndian.Uint16(b[at:]))) }
func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

// readSFNT reads the table directory. Only single TrueType files are taken:
// collections and CFF outlines need other embedding.
func readSFNT(file []byte) (sfnt, error) {
	if len(file) > maxFontBytes {
		return sfnt{}, malformed("", 0, "%d bytes; at most %d are read", len(file), maxFontBytes)
	}
	if len(file) < 12 {
		return sfnt{}, malformed("", 0, "%d bytes are too few for a font", len(file))
	}
	if version := string(file[:4]); version != "\x00\x01\x00\x00" && version != "true" {
		if way := advice(version, sfnt{}); way != "" {
			return sfnt{}, malformed("", 0, "%s", way)
		}
		return sfnt{}, malformed("", 0, "%q is not the start of a TrueType font", version)
	}
	count := u16(file, 4)
	if count > maxTables {
		return sfnt{}, malformed("", 4, "%d tables; at most %d are read", count, maxTables)
	}
	if len(file) < 12+16*count {
		return sfnt{}, malformed("", len(file), "the table directory ends early")
	}
	tables := make(map[string][]byte, count)
	for i := range count {
		at := 12 + 16*i
		tag := strings.TrimRight(string(file[at:at+4]), " ")
		offset, length := u32(file, at+8), u32(file, at+12)
		if offset > len(file) || length > len(file)-offset {
			return sfnt{}, malformed("", at, "table %q lies outside the file", tag)
		}
		if _, twice := tables[tag]; twice {
			return sfnt{}, malformed("", at, "table %q is there twice", tag)
		}
		tables[tag] = file[offset : offset+length : offset+length]
	}
	s := sfnt{file, tables}
	if way := advice("", s); way != "" {
		return sfnt{}, malformed("", 4, "%s", way)
	}
	return s, nil
}

// need returns a table that must be present with at least a number of bytes.
func (s sfnt) need(tag string, atLeast int) ([]byte, error) {
	table, ok := s.tables[tag]
	if !ok {
		return nil, malformed(tag, 0, "missing")
	}
	if len(table) < atLeast {
		return nil, malformed(tag, len(table), "ends early: %d bytes are needed", atLeast)
	}
	return table, nil
}

// Name identifiers of the name table.
const (
	nameFamily         = 1
	nameVersion        = 5
	namePostScript     = 6
	nameLicence        = 13
	nameTypographicFam = 16
)

// readNames returns the first Windows or Unicode name of each identifier below
// 32, English (US) before others, and Macintosh names where there is no other.
func readNames(table []byte) (map[int]string, error) {
	if len(table) < 6 {
		return nil, malformed("name", len(table), "ends early")
	}
	count, storage := u16(table, 2), u16(table, 4)
	if len(table) < 6+12*count {
		return nil, malformed("name", len(table), "ends early: %d records", count)
	}
	names, ranks := map[int]string{}, map[int]int{}
	for i := range count {
		record := table[6+12*i:]
		platform, language, id := u16(record, 0), u16(record, 4), u16(record, 6)
		length, offset := u16(record, 8), storage+u16(record, 10)
		if id >= 32 {
			continue
		}
		if offset > len(table) || length > len(table)-offset {
			return nil, malformed("name", 6+12*i, "name %d lies outside the table", id)
		}
		rank := 0
		switch {
		case platform == 3 && language == 0x409:
			rank = 3
		case platform == 3 || platform == 0:
			rank = 2
		case platform == 1:
			rank = 1
		}
		if rank <= ranks[id] || length > maxNameBytes {
			continue
		}
		ranks[id], names[id] = rank, decodeName(table[offset:offset+length], rank > 1)
	}
	return names, nil
}

func decodeName(b []byte, wide bool) string {
	if !wide {
		// Mac Roman agrees with ASCII below 128, which is all that names which
		// matter here may hold.
		return strings.Map(func(r rune) rune {
			if r >= 0x80 {
				return -1
			}
			return r
		}, string(b))
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(u16(b, 2*i))
	}
	return string(utf16.Decode(units))
}
