package billingtest

import (
	"math/rand/v2"
	"strings"
	"sync"
	"unicode"

	"github.com/facture-dev/facture/billing"
)

// script is what texts of one writing system are drawn from. Windows of prose
// are cut without copying: texts must cost less than the figures they dress.
type script struct {
	prose     string
	starts    []int    // byte offsets of the words of prose
	compounds []string // words of about 60 letters, some with soft hyphens
	names     []string
	cities    []string
	streets   []string
	countries []string
}

const latinProse = "Inspection of the upper gallery, replacement of two worn bearings and a trial run under load; the protocol is attached. " +
	"Prüfung der elektrischen Anlage nach Umbau, einschließlich Messprotokoll, Anfahrt und Kleinmaterial – Gewährleistung 24 Monate. " +
	"Révision annuelle de la chaudière à condensation, remplacement du brûleur, réglage et nettoyage du conduit d’évacuation « été ». " +
	"Przegląd okresowy dźwigu osobowego, wymiana żarówek oświetlenia awaryjnego i regulacja zamków drzwiowych według załącznika nr 3. " +
	"Señalización de obra, alquiler de vallas durante el mes de octubre y transporte hasta el muelle de Gijón, según presupuesto. " +
	"Návštěva technika, seřízení ventilů a odvzdušnění topné soustavy, čtyři hodiny práce včetně dopravy (pásmo 2). " +
	"Lagning av läckande koppling på våning åtta, ny tätning och provtryckning; nyckel hämtas på expeditionen före kl. 9. " +
	"Manutenção preventiva do elevador, substituição de três sensores e calibração das portas automáticas – relatório em anexo. " +
	"A kazánház éves felülvizsgálata, szűrőcsere, égésbeállítás és jegyzőkönyv három példányban, őszi időszak. " +
	"Cable tray 40 × 60 mm, galvanized, with couplings and 12 brackets; cut to 2.35 m, RAL 7016, delivered to site gate “North 2”. "

const greekProse = "Ετήσια συντήρηση του ανελκυστήρα, αντικατάσταση τριών αισθητήρων και ρύθμιση των αυτόματων θυρών σύμφωνα με το παράρτημα. " +
	"Παροχή συμβουλευτικών υπηρεσιών για τον μήνα Οκτώβριο, δώδεκα ώρες εργασίας στην έδρα του πελάτη και μία έκθεση. " +
	"Μεταφορά εμπορευμάτων από τον Πειραιά προς το Ηράκλειο, με ασφάλιση φορτίου και παράδοση στην αποθήκη. " +
	"Προμήθεια χαρτιού Α4, 80 g/m², πεντακόσια φύλλα ανά δεσμίδα – ποιότητα εκτύπωσης «Α». " +
	"Έλεγχος πυροσβεστικών μέσων, αναγόμωση έξι συσκευών και πιστοποιητικό καταλληλότητας για το έτος 2026. "

const cyrillicProse = "Щорічне технічне обслуговування ліфта, заміна трьох датчиків та регулювання дверей згідно з додатком № 3 до договору. " +
	"Послуги з перевезення вантажу Київ – Львів, з розвантаженням на складі замовника; ціна містить страхування. " +
	"Годишна поддръжка на климатичната инсталация, почистване на филтрите и протокол за измерване – офис на третия етаж. " +
	"Разработка интерфейса личного кабинета, сорок восемь часов работы, передача исходных материалов и инструкции. " +
	"Изнајмљивање скеле за фасаду, превоз и монтажа, месец октобар, према понуди од дванаестог септембра. " +
	"Папір офісний А4, 80 г/м², п’ятсот аркушів у пачці, клас «В+»; доставка під’їзд 2. "

// scripts is Latin, Greek, Cyrillic.
var scripts = sync.OnceValue(func() []*script {
	all := []*script{
		{
			prose: latinProse,
			compounds: []string{
				"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbaubeamte",
				"Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
				"Grundstücksverkehrs\u00adgenehmigungs\u00adzuständigkeits\u00adübertragungs\u00adverordnung",
				"anticonstitucionalissimamentereprogramacaoeletromagneticamente",
				"Konstantinopolitańczykowianeczkówna-Przeuniwersalnioniewidzialna",
				"lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas",
			},
			names:     []string{"Lo", "Ø", "Brennagh & Søn ApS", "Müller Förderanlagen GmbH & Co. KG", "Société des Bétons Évrard", "Zakład Ślusarski Łużyński", "Ñandú Logística, S.L.", "Őrségi Asztalos Kft.", "Harbour Lights Community Theatre Trust of Saint Brannock and the Outer Isles"},
			cities:    []string{"Å", "Łódź", "Düsseldorf", "Saint-Étienne", "Castrop-Rauxel", "Kraków", "Llanfairpwllgwyngyll", "São José dos Campos", "Győr"},
			streets:   []string{"Hauptstraße 1", "ul. Piotrkowska 104/6", "12 bis, rue de l’Église", "Calle Núñez de Balboa 35, 4.º A", "Unit 4, Merchants Quay", "Västra Hamngatan 5"},
			countries: []string{"DE", "FR", "PL", "ES", "IE", "SE", "AT", "CZ", "PT", "US", "GB", "CH", "HU", ""},
		},
		{
			prose: greekProse,
			compounds: []string{
				"ηλεκτροεγκεφαλογραφοανταλλακτικοσυντηρητικοεπισκευαστικότητας",
				"αποθηκευτικομεταφορικοδιανεμητικο\u00adσυντονιστικοεπιβλεπτικότητα",
			},
			names:     []string{"Ω", "Αφοί Παπαδάκη Ο.Ε.", "Ναυτιλιακή Αιγαίου Α.Ε.", "Ελαιοτριβείο Σητείας", "Ιωάννα Χατζηγεωργίου-Δημητρακοπούλου και Συνεργάτες Δικηγορική Εταιρεία"},
			cities:    []string{"Αθήνα", "Θεσσαλονίκη", "Ηράκλειο", "Ρω"},
			streets:   []string{"Λεωφ. Κηφισίας 124", "Ερμού 7", "Πλατεία Ελευθερίας 2, 3ος όροφος"},
			countries: []string{"GR", "GR", "CY", ""},
		},
		{
			prose: cyrillicProse,
			compounds: []string{
				"водогрязеторфопарафинолечебницеобслуживающеобеспечивающийся",
				"автотранспортноекспедиційно\u00adскладськоперевантажувальницького",
			},
			names:     []string{"Я", "ТОВ «Дніпровські ваги»", "ЕООД „Балкан Строй“", "ФОП Щербаківська Ґалина Їжаківна", "Научно-производственное объединение «Северо-Западная измерительная техника»"},
			cities:    []string{"Київ", "Кривий Ріг", "София", "Крагујевац", "Ош"},
			streets:   []string{"вул. Хрещатик, 22", "бул. „Витоша“ 15, ет. 3", "Кнеза Михаила 8/II"},
			countries: []string{"UA", "BG", "RS", ""},
		},
	}
	for _, s := range all {
		for i, c := range s.prose {
			if (i == 0 || s.prose[i-1] == ' ') && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
				s.starts = append(s.starts, i)
			}
		}
	}
	return all
})

func pickScript(r *rand.Rand) *script { return scripts()[[]int{0, 0, 0, 1, 2}[r.IntN(5)]] }

// window cuts about n bytes of whole words out of the prose.
func (s *script) window(r *rand.Rand, n int) string {
	from := s.starts[r.IntN(len(s.starts))]
	end := min(from+n, len(s.prose))
	for end < len(s.prose) && s.prose[end] != ' ' {
		end++
	}
	return strings.TrimRight(s.prose[from:end], " ,;–—«“(№×")
}

func (s *script) word(r *rand.Rand) string   { return s.window(r, 1) }
func (s *script) phrase(r *rand.Rand) string { return s.window(r, 1+r.IntN(60)) }

// text gives up to about n bytes of running text, at times in paragraphs.
func (s *script) text(r *rand.Rand, n int) string {
	n = 1 + r.IntN(n)
	if n <= len(s.prose)/2 && r.IntN(8) != 0 {
		return s.window(r, n)
	}
	var b strings.Builder
	for b.Len() < n {
		if b.Len() > 0 {
			b.WriteString([]string{" ", " ", "\n", "\n\n"}[r.IntN(4)])
		}
		b.WriteString(s.window(r, 1+r.IntN(200)))
	}
	return b.String()
}

// description draws what a line is: mostly short, seldom a compound word that
// fits no column, seldom a page of text.
func (s *script) description(r *rand.Rand) string {
	switch r.IntN(40) {
	case 0:
		return s.compounds[r.IntN(len(s.compounds))]
	case 1:
		return s.window(r, 20) + " " + s.compounds[r.IntN(len(s.compounds))] + " " + s.window(r, 20)
	case 2:
		return s.text(r, 2500)
	case 3, 4, 5:
		return s.text(r, 300)
	case 6:
		return s.word(r)
	}
	return s.phrase(r)
}

func (s *script) name(r *rand.Rand) string {
	if r.IntN(30) == 0 {
		return s.compounds[r.IntN(len(s.compounds))]
	}
	return s.names[r.IntN(len(s.names))]
}

// parties draws seller, buyer and sometimes a place of delivery. The buyer may
// write in another script than the seller.
func (g *generator) parties(d *billing.Document) {
	d.Seller = g.party(6)
	own := g.text
	if g.chance(6) {
		g.text = pickScript(g.Rand)
	}
	d.Buyer = g.party(4)
	g.text = own
	if g.chance(5) {
		to := g.party(1)
		d.ShipTo = &to
	}
}

// party draws a party; the more detail, the more of its facts are stated.
func (g *generator) party(detail int) billing.Party {
	s := g.text
	p := billing.Party{Name: s.name(g.Rand)}
	if g.chance(8) {
		return p
	}
	p.Address = billing.Address{City: s.cities[g.IntN(len(s.cities))], Country: s.countries[g.IntN(len(s.countries))]}
	for range 1 + g.IntN(2) {
		p.Address.Lines = append(p.Address.Lines, s.streets[g.IntN(len(s.streets))])
	}
	if !g.chance(5) {
		p.Address.PostalCode = g.numerals(5)
	}
	stated := func() bool { return g.IntN(8) < detail }
	if stated() {
		p.TaxIDs = append(p.TaxIDs, billing.TaxID{Scheme: "vat", ID: "DE" + g.numerals(9)})
	}
	if g.chance(10) {
		p.TaxIDs = append(p.TaxIDs, billing.TaxID{Scheme: pick(g.Rand, "ein", "gstin", "uid", "ΑΦΜ"), ID: g.numerals(9)})
	}
	if stated() {
		p.Registration = "HRB " + g.numerals(6) + ", " + p.Address.City
	}
	if stated() {
		p.Email, p.Phone, p.Website = "office@example.com", "+49 30 "+g.numerals(7), "www.example.com"
	}
	if detail < 6 && g.chance(3) {
		p.Attention = s.phrase(g.Rand)
		p.CustomerNumber = g.numerals(5)
	}
	if g.chance(6) {
		p.CustomFields = g.fields()
	}
	return p
}

func (g *generator) fields() (fs []billing.Field) {
	for range g.IntN(4) {
		fs = append(fs, billing.Field{Label: g.text.word(g.Rand), Value: g.text.phrase(g.Rand)})
	}
	return fs
}

// words draws the document's own texts.
func (g *generator) words(d *billing.Document) {
	if g.chance(3) {
		d.PurchaseOrderNumber = "PO-" + g.numerals(1+g.IntN(12))
	}
	if g.chance(5) {
		d.BuyerReference, d.Contract = g.text.phrase(g.Rand), "V "+g.numerals(6)
	}
	if g.chance(5) {
		d.CustomFields = g.fields()
	}
	if g.chance(3) {
		d.Memo = g.text.text(g.Rand, 600)
	}
	if g.chance(3) {
		d.Terms = g.text.text(g.Rand, 900)
	}
	if g.chance(5) {
		d.Footer = g.text.phrase(g.Rand)
	}
	if g.chance(8) {
		d.Mark = pick(g.Rand, billing.MarkDraft, billing.MarkPaid, billing.MarkVoid, billing.MarkCopy)
	}
}
