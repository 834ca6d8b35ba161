package image

import (
	"bytes"
	"encoding/binary"
	"errors"
	stdpng "image/png"
	"reflect"
	"testing"
)

// FuzzDecode: any bytes give a sound raster or an *Error; what two readers of
// PNG accept, they see alike.
func FuzzDecode(f *testing.F) {
	for i, s := range corpus() {
		if i%7 == 0 {
			f.Add(s.png)
		}
	}
	for _, name := range []string{"progressive.jpg", "progressive-gray.jpg", "rgb.jpg", "restarts.jpg", "arithmetic.jpg"} {
		f.Add(file(f, name))
	}
	for i, s := range oddJPEGs() {
		if i%3 == 0 {
			f.Add(s.encode())
		}
	}
	f.Add(inserted(blocks(f, 3, 2), exif(binary.BigEndian, 6)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if claims(data) > 1<<20 {
			return // right, but slow
		}
		r, err := Decode(data)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(data) || e.Message == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		checkRaster(t, r)
		if _, err := stdpng.Decode(bytes.NewReader(data)); err == nil {
			sameAsStandard(t, "fuzz", data, r)
		}
		small := r.Downscale(r.Width/2, r.Height/3)
		checkRaster(t, small)
		if same, err := DecodeWithin(data, r.Width/2, r.Height/3); err != nil || !reflect.DeepEqual(same, small) {
			t.Fatalf("scaled while it is read it is another picture: %v", err)
		}
	})
}

// claims is the number of pixels that a file says it has.
func claims(data []byte) int {
	if bytes.HasPrefix(data, []byte(pngSignature)) && len(data) >= 24 {
		return int(binary.BigEndian.Uint32(data[16:])) * int(binary.BigEndian.Uint32(data[20:]))
	}
	most := 0
	for i := 0; i+9 < len(data); i++ {
		if data[i] == 0xFF && data[i+1] >= 0xC0 && data[i+1] <= 0xC2 {
			most = max(most, int(binary.BigEndian.Uint16(data[i+5:]))*int(binary.BigEndian.Uint16(data[i+7:])))
		}
	}
	return most
}
