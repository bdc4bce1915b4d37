package archive

import (
	"context"
	"time"

	"spotlog/store"
)

// A Verified says what a verification read and found.
type Verified struct {
	Photos    int            // read
	SinceLast time.Time      // of the last full verification, where only what came later was read; else zero
	Damage    []store.Damage // what is not as it was stored
	Forgotten error          // why a full verification that found nothing could not be noted
}

// Verify reads every word, and every photo or, with sinceLast, those that came after the last full
// verification, if there was one. A full one that finds no damage is remembered.
func (k *Keeper) Verify(ctx context.Context, sinceLast bool) (done Verified, err error) {
	newest, err := k.DB.NewestAct(ctx)
	if err != nil {
		return done, err
	}
	scope := store.Scope{Pages: true}
	if sinceLast {
		if scope, done.SinceLast, err = k.scopeSinceLast(ctx); err != nil {
			return done, err
		}
	}
	done.Damage, err = k.DB.Verify(ctx, scope, DecodeThumbnail, func(n, all int) {
		done.Photos = all
		k.Progress(StageVerifying, int64(n), int64(all))
	})
	if err == nil && scope.Pages && len(done.Damage) == 0 {
		done.Forgotten = k.DB.SetUpkeep(ctx, store.UpkeepVerify, newest)
	}
	return done, err
}

func (k *Keeper) scopeSinceLast(ctx context.Context) (store.Scope, time.Time, error) {
	at, act, ok, err := k.DB.LastUpkeep(ctx, store.UpkeepVerify)
	if err != nil || !ok {
		return store.Scope{Pages: true}, time.Time{}, err
	}
	pictures, err := k.DB.PicturesSince(ctx, act)
	return store.Scope{Pictures: append([]string{}, pictures...)}, at, err
}
