package vector

import (
	"errors"

	"github.com/apache/arrow-go/v18/arrow"
)

func (s *scratch) fillBytes(v *Vector, data arrow.ArrayData) error {
	switch v.Type.ID() {
	case arrow.LARGE_STRING, arrow.LARGE_BINARY:
		return s.fillLarge(v, data)
	case arrow.FIXED_SIZE_BINARY:
		return s.fillFixedSize(v, data)
	case arrow.STRING_VIEW, arrow.BINARY_VIEW:
		return s.fillViews(v, data)
	}
	offsets, err := offsetsOf[int32](data)
	if err != nil {
		return err
	}
	v.Offsets, v.Data = offsets, buffer(data, 2)
	return checkOffsets(offsets, len(v.Data))
}

// offsetsOf is the array's offsets, one more than it has rows.
func offsetsOf[T int32 | int64](data arrow.ArrayData) ([]T, error) {
	b := buffer(data, 1)
	n, offset := data.Len()+1, data.Offset()
	if len(b) == 0 {
		return make([]T, n), nil
	}
	all := arrow.GetData[T](b)
	if err := checkSize(len(all), offset+n); err != nil {
		return nil, err
	}
	return all[offset : offset+n : offset+n], nil
}

func checkOffsets[T int32 | int64](offsets []T, size int) error {
	first, last := offsets[0], offsets[len(offsets)-1]
	if first < 0 || last < first || int64(last) > int64(size) {
		return errors.New("its text lies outside its buffer")
	}
	return nil
}

func (s *scratch) fillLarge(v *Vector, data arrow.ArrayData) error {
	wide, err := offsetsOf[int64](data)
	if err != nil {
		return err
	}
	text := buffer(data, 2)
	if err := checkOffsets(wide, len(text)); err != nil {
		return err
	}
	first, last := wide[0], wide[len(wide)-1]
	if last-first > maxText {
		return errTextTooLong
	}
	s.offsets = grow(s.offsets, len(wide))
	for i, at := range wide {
		s.offsets[i] = int32(at - first)
	}
	v.Offsets, v.Data = s.offsets, text[first:last]
	return nil
}

func (s *scratch) fillFixedSize(v *Vector, data arrow.ArrayData) error {
	width := v.Type.(*arrow.FixedSizeBinaryType).ByteWidth
	size := v.Len * width
	if size > maxText {
		return errTextTooLong
	}
	text := buffer(data, 1)
	if len(text) == 0 {
		text = make([]byte, size)
	} else {
		start := data.Offset() * width
		if err := checkSize(len(text), start+size); err != nil {
			return err
		}
		text = text[start : start+size]
	}
	s.offsets = grow(s.offsets, v.Len+1)
	for i := range s.offsets {
		s.offsets[i] = int32(i * width)
	}
	v.Offsets, v.Data = s.offsets, text
	return nil
}

// fillViews copies what the views point at; the rows of a view array lie
// anywhere in any of its buffers.
func (s *scratch) fillViews(v *Vector, data arrow.ArrayData) error {
	b := buffer(data, 1)
	views := arrow.GetData[arrow.ViewHeader](b)
	if len(b) > 0 {
		if err := checkSize(len(views), data.Offset()+v.Len); err != nil {
			return err
		}
		views = views[data.Offset():]
	}
	s.offsets = grow(s.offsets, v.Len+1)
	s.offsets[0] = 0
	s.data = s.data[:0]
	for i := range v.Len {
		if len(views) > 0 && v.IsValid(i) {
			text, err := viewed(data, &views[i])
			if err != nil {
				return err
			}
			s.data = append(s.data, text...)
		}
		if len(s.data) > maxText {
			return errTextTooLong
		}
		s.offsets[i+1] = int32(len(s.data))
	}
	v.Offsets, v.Data = s.offsets, s.data
	return nil
}

func viewed(data arrow.ArrayData, view *arrow.ViewHeader) ([]byte, error) {
	n := view.Len()
	if n >= 0 && view.IsInline() {
		return view.InlineBytes(), nil
	}
	text := buffer(data, 2+int(uint32(view.BufferIndex())))
	at := int(view.BufferOffset())
	if n < 0 || at < 0 || at > len(text)-n {
		return nil, errors.New("its text lies outside its buffers")
	}
	return text[at : at+n], nil
}
