package archive

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"spotlog/store"
)

// A PlaceError says what is wrong in a JSON document and where: spots[0].entries[2].colour.
type PlaceError struct {
	Place string
	Why   string
	Hint  string // may be empty
}

// Error gives one sentence without the hint.
func (e *PlaceError) Error() string {
	if e.Place == "" {
		return "the document " + e.Why
	}
	return e.Place + " " + e.Why
}

// ReadStrict reads one JSON document into the struct that into points to, as a whole: what the
// document does not say is absent afterwards. A field that the
// struct does not have, a field named twice, a value of another kind and anything after the
// document are PlaceErrors: nothing is dropped in silence.
func ReadStrict(data []byte, into any) error {
	if !utf8.Valid(data) {
		return &PlaceError{Why: "is not UTF-8", Hint: "save it as UTF-8, so that no letter is lost"}
	}
	d := strictReader{json.NewDecoder(bytes.NewReader(data))}
	d.UseNumber()
	if err := d.value("", reflect.TypeOf(into).Elem()); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return &PlaceError{Why: "goes on after its end"}
	}
	reflect.ValueOf(into).Elem().SetZero()
	if err := json.Unmarshal(data, into); err != nil {
		return &PlaceError{Why: "does not fit: " + err.Error()}
	}
	return nil
}

type strictReader struct{ *json.Decoder }

var textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()

// value walks over one value that is to become a t.
func (d strictReader) value(place string, t reflect.Type) error {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	token, err := d.Token()
	if err != nil {
		return &PlaceError{Place: place, Why: "is not JSON: " + err.Error()}
	}
	if token == nil {
		return &PlaceError{Place: place, Why: "is null", Hint: "leave the field out where nothing is recorded"}
	}
	if reflect.PointerTo(t).Implements(textUnmarshaler) {
		return textValue(place, t, token)
	}
	switch t.Kind() {
	case reflect.Struct:
		return d.object(place, t, token)
	case reflect.Slice:
		return d.array(place, t, token)
	}
	return plainValue(place, t, token)
}

func (d strictReader) object(place string, t reflect.Type, token json.Token) error {
	if token != json.Delim('{') {
		return &PlaceError{Place: place, Why: "is not an object {…}"}
	}
	fields := jsonFields(t)
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return &PlaceError{Place: place, Why: "is not JSON: " + err.Error()}
		}
		name := key.(string) // within an object the decoder gives strings for keys
		at := strings.TrimPrefix(place+"."+name, ".")
		field, ok := fields[name]
		switch {
		case !ok:
			return unknownField(at, name, fields)
		case seen[name]:
			return &PlaceError{Place: at, Why: "is there twice"}
		}
		seen[name] = true
		if err := d.value(at, field); err != nil {
			return err
		}
	}
	return d.end(place)
}

func (d strictReader) array(place string, t reflect.Type, token json.Token) error {
	if token != json.Delim('[') {
		return &PlaceError{Place: place, Why: "is not a list […]"}
	}
	for i := 0; d.More(); i++ {
		if err := d.value(fmt.Sprintf("%s[%d]", place, i), t.Elem()); err != nil {
			return err
		}
	}
	return d.end(place)
}

func (d strictReader) end(place string) error {
	if _, err := d.Token(); err != nil {
		return &PlaceError{Place: place, Why: "is not JSON: " + err.Error()}
	}
	return nil
}

func textValue(place string, t reflect.Type, token json.Token) error {
	text, ok := token.(string)
	if !ok {
		return &PlaceError{Place: place, Why: "is not a text"}
	}
	if err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
		hint := ""
		if invalid, ok := err.(*store.InvalidError); ok {
			hint = invalid.Hint
		}
		return &PlaceError{Place: place, Why: fmt.Sprintf("is %q, which is no date", text), Hint: hint}
	}
	return nil
}

func plainValue(place string, t reflect.Type, token json.Token) error {
	ok, want := false, ""
	switch t.Kind() {
	case reflect.String:
		_, ok = token.(string)
		want = "a text"
	case reflect.Bool:
		_, ok = token.(bool)
		want = "true or false"
	case reflect.Float64:
		n, isNumber := token.(json.Number)
		_, err := n.Float64()
		ok, want = isNumber && err == nil, "a number"
	case reflect.Int:
		n, isNumber := token.(json.Number)
		_, err := n.Int64()
		ok, want = isNumber && err == nil, "a whole number"
	}
	if !ok {
		return &PlaceError{Place: place, Why: "is not " + want}
	}
	return nil
}

func unknownField(place, name string, fields map[string]reflect.Type) error {
	e := &PlaceError{Place: place, Why: "is not a field that spotlog knows"}
	if near := store.Nearest(name, slices.Sorted(maps.Keys(fields))); near != "" {
		e.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return e
}

// FieldNames lists the JSON names of the fields of the struct that document points to.
func FieldNames(document any) []string {
	var names []string
	for name := range jsonFields(reflect.TypeOf(document).Elem()) {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// jsonFields maps the JSON names of a struct to the types of their fields.
func jsonFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		fields[name] = t.Field(i).Type
	}
	return fields
}
