package pdf

import (
	"strconv"

	"github.com/facture-dev/facture/render/image"
)

// placedImage is a raster or a drawing that the document shows, once or more
// often. Its digest tells it from others.
type placedImage struct {
	digest  [32]byte
	raster  *image.Raster
	drawing *image.Drawing // instead of a raster
	ref     ref
}

// imageStream is a raster as streams: what is shown, and its transparency.
type imageStream struct {
	dict string
	data []byte
	mask []byte // deflated 8-bit alpha; nil when opaque
}

// image registers a raster or a drawing.
func (f *file) image(im placedImage) {
	if f.imageIndex(im.digest) < 0 {
		im.ref = f.alloc()
		f.imgs = append(f.imgs, &im)
	}
}

func (f *file) imageIndex(digest [32]byte) int {
	for i, im := range f.imgs {
		if im.digest == digest {
			return i
		}
	}
	return -1
}

// writeImages writes the images (§8.9.5) and the drawings, each once.
func (f *file) writeImages() error {
	for _, im := range f.imgs {
		if im.drawing != nil {
			if err := f.writeDrawing(im.ref, im.drawing); err != nil {
				return err
			}
			continue
		}
		s, err := f.w.images.get(im.digest[:], func() (*imageStream, error) { return encode(im.raster), nil })
		if err != nil {
			return err
		}
		size := "/Width " + strconv.Itoa(im.raster.Width) + "/Height " + strconv.Itoa(im.raster.Height) + "/BitsPerComponent 8"
		dict := "/Type/XObject/Subtype/Image" + size + s.dict
		if s.mask != nil {
			mask := f.alloc()
			f.rawStream(mask, "/Type/XObject/Subtype/Image"+size+"/ColorSpace/DeviceGray/Filter/FlateDecode", s.mask)
			dict += "/SMask " + strconv.Itoa(int(mask)) + " 0 R"
		}
		f.rawStream(im.ref, dict, s.data)
	}
	return nil
}

// encode makes the streams of a raster. A JPEG file stays as it is.
func encode(r *image.Raster) *imageStream {
	s := &imageStream{dict: "/ColorSpace/DeviceRGB"}
	if r.Components == 1 {
		s.dict = "/ColorSpace/DeviceGray"
	}
	if r.Alpha != nil {
		s.mask = deflate(nil, r.Alpha)
	}
	if r.JPEG != nil {
		s.dict += "/Filter/DCTDecode"
		s.data = r.JPEG
		return s
	}
	s.dict += "/Filter/FlateDecode"
	s.data = deflate(nil, r.Pixels)
	return s
}
