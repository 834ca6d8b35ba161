package pdf

import (
	"strconv"

	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
)

// placedImage is a raster that the document shows, once or more often. Its
// digest tells it from others.
type placedImage struct {
	raster *image.Raster
	ref    ref
}

// imageStream is a raster as streams: what is shown, and its transparency.
type imageStream struct {
	dict string
	data []byte
	mask []byte // deflated 8-bit alpha; nil when opaque
}

// image registers a raster.
func (f *file) image(v *layout.Image) {
	for _, im := range f.imgs {
		if im.raster.Digest == v.Raster.Digest {
			return
		}
	}
	f.imgs = append(f.imgs, &placedImage{v.Raster, f.alloc()})
}

func (f *file) imageIndex(r *image.Raster) int {
	for i, im := range f.imgs {
		if im.raster.Digest == r.Digest {
			return i
		}
	}
	return -1 // every image was collected
}

// writeImages writes the images (§8.9.5), each once.
func (f *file) writeImages() error {
	for _, im := range f.imgs {
		s, err := f.w.images.get(im.raster.Digest[:], func() (*imageStream, error) { return encode(im.raster), nil })
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
