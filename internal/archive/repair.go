package archive

import (
	"context"

	"spotlog/internal/photo"
	"spotlog/store"
)

// Repair saves what can be read of a damaged journal into a new one, and verifies that. The damaged file
// is only read. It fails with store.ErrExists where anything has the new name.
func (k *Keeper) Repair(ctx context.Context, damaged, to string) (store.Salvaged, error) {
	remake := func(original []byte) (*store.Picture, error) {
		p, _, _, err := Picture(original, photo.Default)
		return p, err
	}
	return store.Salvage(ctx, damaged, to, k.Env, remake, func(temp string) error {
		db, err := store.OpenCopy(ctx, temp, k.Env)
		if err != nil {
			return err
		}
		defer db.Close()
		return k.verified(ctx, db, "what could be saved", store.Scope{Pages: true})
	}, func(n, all int) { k.Progress(StageTaking, int64(n), int64(all)) })
}
