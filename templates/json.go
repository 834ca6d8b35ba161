package templates

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// jsonValue is a JSON value and where it stands.
type jsonValue struct {
	at      int
	token   any // string, json.Number, bool, nil, or json.Delim for '{' and '['
	members []jsonMember
	items   []jsonValue
}

type jsonMember struct {
	name  string
	at    int
	value jsonValue
}

// jsonReader reads one JSON text (RFC 8259). encoding/json knows the grammar;
// the reader adds positions.
type jsonReader struct {
	*source
	d      *json.Decoder
	values int
}

// readJSON returns the only value of the source. A fault is recorded and ok is
// false if there is none.
func readJSON(s *source) (v jsonValue, ok bool) {
	for i := 0; i < len(s.bytes); {
		c, n := utf8.DecodeRune(s.bytes[i:])
		if c == utf8.RuneError && n == 1 {
			s.fault(i, "not UTF-8")
			return v, false
		}
		i += n
	}
	r := &jsonReader{source: s, d: json.NewDecoder(bytes.NewReader(s.bytes))}
	r.d.UseNumber()
	v, ok = r.value(0)
	if !ok {
		return v, false
	}
	at := r.next()
	if _, err := r.d.Token(); err != io.EOF {
		s.fault(at, "something after the end of the object")
		return v, false
	}
	return v, true
}

// next is where the next token begins.
func (r *jsonReader) next() int {
	i := int(r.d.InputOffset())
	for i < len(r.bytes) && (isSpace(r.bytes[i]) || r.bytes[i] == ',' || r.bytes[i] == ':') {
		i++
	}
	return i
}

func (r *jsonReader) token() (v jsonValue, ok bool) {
	v.at = r.next()
	token, err := r.d.Token()
	if err == nil {
		v.token = token
		return v, true
	}
	message := err.Error()
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		message = "the source ends too early"
	}
	r.fault(v.at, "not JSON: %s", message)
	return v, false
}

func (r *jsonReader) value(depth int) (v jsonValue, ok bool) {
	if v, ok = r.token(); !ok {
		return v, false
	}
	if r.values++; r.values > brandValuesMax {
		r.fault(v.at, "more than %d values", brandValuesMax)
		return v, false
	}
	delim, nested := v.token.(json.Delim)
	if !nested {
		return v, true
	}
	if depth == brandDepthMax {
		r.fault(v.at, "values more than %d deep", brandDepthMax)
		return v, false
	}
	for r.d.More() {
		var m jsonMember
		if delim == '{' {
			key, ok := r.token()
			if !ok {
				return v, false
			}
			m.name, m.at = key.token.(string), key.at
		}
		if m.value, ok = r.value(depth + 1); !ok {
			return v, false
		}
		if delim == '{' {
			v.members = append(v.members, m)
		} else {
			v.items = append(v.items, m.value)
		}
	}
	_, ok = r.token() // the closing delimiter
	return v, ok
}

// noun says what a value is.
func (v jsonValue) noun() string {
	switch t := v.token.(type) {
	case string:
		return "a text"
	case json.Number:
		return "a number"
	case bool:
		return "true or false"
	case json.Delim:
		if t == '{' {
			return "an object"
		}
		return "a list"
	}
	return "null"
}
