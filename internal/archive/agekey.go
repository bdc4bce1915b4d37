package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"spotlog/store"
)

// A Key encrypts backups, and opens them where it holds a secret.
type Key struct {
	recipients []age.Recipient
	identities []age.Identity
}

// ErrWrongKey: an encrypted backup does not open with what was given.
var ErrWrongKey = errors.New("the backup does not open with this passphrase or identity")

// PassphraseKey encrypts and opens by a passphrase.
func PassphraseKey(passphrase string) (*Key, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	identity, err := age.NewScryptIdentity(passphrase)
	return &Key{[]age.Recipient{recipient}, []age.Identity{identity}}, err
}

// RecipientKey encrypts to age's public keys (age1…), and opens nothing.
func RecipientKey(words []string) (*Key, error) {
	recipients, err := age.ParseRecipients(strings.NewReader(strings.Join(words, "\n")))
	if err != nil {
		return nil, &PlaceError{Place: "--recipient", Why: "is no public key of age: " + err.Error(), Hint: "age-keygen prints one: age1…"}
	}
	return &Key{recipients: recipients}, nil
}

// IdentityKey opens with the secret keys of a file that age-keygen wrote.
func IdentityKey(file io.Reader) (*Key, error) {
	identities, err := age.ParseIdentities(file)
	if err != nil {
		return nil, &PlaceError{Place: "--identity", Why: "is no file of secret keys of age: " + err.Error(), Hint: "name the file that age-keygen wrote"}
	}
	return &Key{identities: identities}, nil
}

// open gives the plain bytes of an encrypted file.
func (k *Key) open(file io.Reader) (io.Reader, error) {
	plain, err := age.Decrypt(file, k.identities...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrWrongKey
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	return plain, nil
}

// opensJournal fails unless the key opens a file that holds a journal.
func (k *Key) opensJournal(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	plain, err := k.open(file)
	if err != nil {
		return err
	}
	header := make([]byte, store.HeaderBytes)
	if _, err := io.ReadFull(plain, header); err != nil {
		return err
	}
	if !store.IsJournal(header) {
		return store.ErrForeign
	}
	return nil
}

// noted remembers the key of the file that it wraps, so that what was written can be read back without
// the secret of its recipient.
type noted struct {
	age.Recipient
	fileKey []byte
}

func (n *noted) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	stanzas, _, err := n.WrapWithLabels(fileKey)
	return stanzas, err
}

func (n *noted) WrapWithLabels(fileKey []byte) ([]*age.Stanza, []string, error) {
	n.fileKey = append([]byte(nil), fileKey...)
	if labelled, ok := n.Recipient.(age.RecipientWithLabels); ok {
		return labelled.WrapWithLabels(fileKey)
	}
	stanzas, err := n.Recipient.Wrap(fileKey)
	return stanzas, nil, err
}

// The kinds of file that a backup can be.
const (
	kindPlain = "plain"
	kindAge   = "age"
	kindOther = "other"
)

// AgeMagic is what a file of age begins with.
const AgeMagic = "age-encryption.org/v1\n"

// kindOf looks at the beginning of a file.
func kindOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	header := make([]byte, store.HeaderBytes)
	n, err := io.ReadFull(file, header)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", err
	}
	switch {
	case store.IsJournal(header[:n]):
		return kindPlain, nil
	case strings.HasPrefix(string(header[:n]), AgeMagic):
		return kindAge, nil
	}
	return kindOther, nil
}
