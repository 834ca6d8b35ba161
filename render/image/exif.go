package image

import "encoding/binary"

// exifOrientation returns how a camera was held: tag 0x0112 of the first
// directory (Exif 2.32 §4.6.4), 1 when there is none or it makes no sense.
func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
	default:
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at > len(tiff)-2 {
		return 1
	}
	count := int(order.Uint16(tiff[at:]))
	for entry := at + 2; count > 0 && entry+12 <= len(tiff); count, entry = count-1, entry+12 {
		const tag, short = 0x0112, 3
		if order.Uint16(tiff[entry:]) != tag || order.Uint16(tiff[entry+2:]) != short || order.Uint32(tiff[entry+4:]) != 1 {
			continue
		}
		if v := int(order.Uint16(tiff[entry+8:])); v >= 1 && v <= 8 {
			return v
		}
		return 1
	}
	return 1
}

// oriented turns the pixels of an opaque raster as an Exif orientation asks for.
func (r *Raster) oriented(orientation int) *Raster {
	out := &Raster{Width: r.Width, Height: r.Height, Components: r.Components}
	if orientation >= 5 {
		out.Width, out.Height = r.Height, r.Width
	}
	out.Pixels = make([]byte, 0, len(r.Pixels))
	for y := range out.Height {
		for x := range out.Width {
			// The pixel of the file that is seen at x, y. The names say where the
			// file's first row and first column are seen.
			sx, sy := x, y
			switch right, bottom := r.Width-1, r.Height-1; orientation {
			case 2: // top, right
				sx = right - x
			case 3: // bottom, right
				sx, sy = right-x, bottom-y
			case 4: // bottom, left
				sy = bottom - y
			case 5: // left, top
				sx, sy = y, x
			case 6: // right, top
				sx, sy = y, bottom-x
			case 7: // right, bottom
				sx, sy = right-y, bottom-x
			case 8: // left, bottom
				sx, sy = right-y, x
			}
			at := (sy*r.Width + sx) * r.Components
			out.Pixels = append(out.Pixels, r.Pixels[at:at+r.Components]...)
		}
	}
	out.findInk()
	return out
}
