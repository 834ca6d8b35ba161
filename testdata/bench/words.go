//go:build ignore

// Makes words.txt: go run words.go > words.txt. Five thousand words that sound
// German, Polish, French or Spanish and are put together from syllables, for
// drawing buyers and items that no cache has seen. Equal runs give equal words.
package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A language's words are a head, one to three middles, and a tail.
type language struct{ heads, middles, tails []string }

var languages = []language{
	{ // German
		heads:   strings.Fields("be ge ver ab aus über für größ kühl brück schräg wäh läu tür stütz schwei kno blech zahn rohr dach holz stahl feu was rei spü mö hö pfle kre gla trä"),
		middles: strings.Fields("ber del gen ler mer ner rich schle stel tung wer zei bau mül for gel lin ran sel tig wal ßen hau lä mö rü schü"),
		tails:   strings.Fields("ung heit keit er en el ig lich schaft tum nis ling chen lein ament stück werk gut maß fuß röhre kläre würfel"),
	},
	{ // Polish
		heads:   strings.Fields("prze roz wy za po na od pod nie do bez przy wiel ośw źró żół łą śru ćwi szcz brz kra mło dźwi gó stru chło wę świe pło"),
		middles: strings.Fields("bie cho dzie gło kła lo mie nowa pra rzą sie towa wie zdo żeni czy kowa leni pisa sta tecz wą bę łoż nicz rów"),
		tails:   strings.Fields("nie ość ka ek nik owy ski cja arz acz stwo anie enie iec ówka yna aż ęg ółka ność czyć dło"),
	},
	{ // French
		heads:   strings.Fields("ré dé pré sur con trans é in bou cha fo gra hô île maî né œuv plâ qua rou sé tâ ver voû cré fleu gué mé"),
		middles: strings.Fields("bli ce du fè gna li mi no pa quê ri sa té va vre lai cou ron tê phi cré bâ ço ger pê"),
		tails:   strings.Fields("ment tion eur euse age ette ère ique ible ance ée é oir esse ain aine eau elle ure isme çon ès"),
	},
	{ // Spanish
		heads:   strings.Fields("des re in con pre so em al ca ña mú cón rá lí gue que pe lla cho bu ár ór ú cá fi mo ni te"),
		middles: strings.Fields("ba ca de fi ga la me ni pa que ra se ti vo lle ñi rra cue bro tra güe mén pú só cá dí"),
		tails:   strings.Fields("ción dad ero era oso mente ado ida aje able ista ón ía ío eza anza illo ura or ez ñón ísimo"),
	},
}

func main() {
	const count = 5000
	r := rand.New(rand.NewPCG(2026, 11))
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	seen := map[string]bool{}
	for len(seen) < count {
		l := languages[len(seen)%len(languages)]
		w := l.heads[r.IntN(len(l.heads))]
		for range r.IntN(3) {
			w += l.middles[r.IntN(len(l.middles))]
		}
		w += l.tails[r.IntN(len(l.tails))]
		if len(seen)%5 < 2 { // nouns and names
			first, size := utf8.DecodeRuneInString(w)
			w = string(unicode.ToUpper(first)) + w[size:]
		}
		if n := utf8.RuneCountInString(w); n >= 3 && n <= 18 && !seen[strings.ToLower(w)] {
			seen[strings.ToLower(w)] = true
			fmt.Fprintln(out, w)
		}
	}
}
