package store

// The named words of a journal. What each means, and which are legal, is data: words.tsv.

// Kind says whether a record is one mark or a crop of many dots.
type Kind string

// The words of Kind.
const (
	KindSpot Kind = "spot"
	KindCrop Kind = "crop"
)

// Onset says how fast a spot came.
type Onset string

// The words of Onset.
const (
	OnsetGradual Onset = "gradual"
	OnsetSudden  Onset = "sudden"
	OnsetUnknown Onset = "unknown"
)

// Where names what is special about the place a spot lies in.
type Where string

// The words of Where.
const (
	WhereFriction    Where = "friction"
	WhereScar        Where = "scar"
	WhereChronicSore Where = "chronic-sore"
	WhereFollicles   Where = "follicles"
	WhereStrap       Where = "strap"
)

// Method says how a size was read; its measuring noise hangs on it.
type Method string

// The words of Method.
const (
	MethodRuler Method = "ruler"
	MethodPhoto Method = "photo"
	MethodCard  Method = "card"
	MethodEye   Method = "eye"
)

// Color is a colour as people name it.
type Color string

// The words of Color.
const (
	ColorSkin   Color = "skin"
	ColorPink   Color = "pink"
	ColorRed    Color = "red"
	ColorPurple Color = "purple"
	ColorBrown  Color = "brown"
	ColorBlack  Color = "black"
	ColorBlue   Color = "blue"
	ColorWhite  Color = "white"
	ColorYellow Color = "yellow"
	ColorGrey   Color = "grey"
)

// Shape is the outline of a spot.
type Shape string

// The words of Shape.
const (
	ShapeRound     Shape = "round"
	ShapeOval      Shape = "oval"
	ShapeIrregular Shape = "irregular"
	ShapeBranching Shape = "branching"
	ShapeUnsure    Shape = "unsure"
)

// Border is the edge of a spot.
type Border string

// The words of Border.
const (
	BorderEven   Border = "even"
	BorderUneven Border = "uneven"
	BorderUnsure Border = "unsure"
)

// Surface is how a spot looks and feels from above.
type Surface string

// The words of Surface.
const (
	SurfaceFlat    Surface = "flat"
	SurfaceRaised  Surface = "raised"
	SurfaceFirm    Surface = "firm"
	SurfaceSmooth  Surface = "smooth"
	SurfaceScaly   Surface = "scaly"
	SurfaceCrusted Surface = "crusted"
	SurfaceSore    Surface = "sore"
	SurfaceWeeping Surface = "weeping"
	SurfaceShiny   Surface = "shiny"
	SurfaceBlister Surface = "blister"
)

// Blanch is the result of the glass test (diascopy); absent means not tried.
type Blanch string

// The words of Blanch.
const (
	BlanchFades  Blanch = "fades"
	BlanchStays  Blanch = "stays"
	BlanchUnsure Blanch = "unsure"
)

// Bleeding says whether a spot bled since the last entry and what set it off.
type Bleeding string

// The words of Bleeding.
const (
	BleedingNone       Bleeding = "none"
	BleedingBumped     Bleeding = "bumped"
	BleedingTouched    Bleeding = "touched"
	BleedingUnprovoked Bleeding = "unprovoked"
	BleedingWontStop   Bleeding = "wont-stop"
)

// Spread says how fast the area of a crop grows.
type Spread string

// The words of Spread.
const (
	SpreadNone Spread = "none"
	SpreadSlow Spread = "slow"
	SpreadFast Spread = "fast"
)

// Changed is the person's own eye against last time.
type Changed string

// The words of Changed.
const (
	ChangedNone   Changed = "none"
	ChangedUnsure Changed = "unsure"
	ChangedSize   Changed = "size"
	ChangedShape  Changed = "shape"
	ChangedBorder Changed = "border"
	ChangedHeight Changed = "height"
	ChangedColor  Changed = "color"
)

// Feel is what a spot feels like.
type Feel string

// The words of Feel.
const (
	FeelNone          Feel = "none"
	FeelItch          Feel = "itch"
	FeelPain          Feel = "pain"
	FeelTender        Feel = "tender"
	FeelSting         Feel = "sting"
	FeelNumb          Feel = "numb"
	FeelLocalSwelling Feel = "local-swelling"
)

// Symptom is something the person, not the spot, has.
type Symptom string

// The words of Symptom.
const (
	SymptomNone           Symptom = "none"
	SymptomFever          Symptom = "fever"
	SymptomFatigue        Symptom = "fatigue"
	SymptomHeadache       Symptom = "headache"
	SymptomBruising       Symptom = "bruising"
	SymptomMouthBleeding  Symptom = "mouth-bleeding"
	SymptomNosebleed      Symptom = "nosebleed"
	SymptomHeavyPeriod    Symptom = "heavy-period"
	SymptomJointPain      Symptom = "joint-pain"
	SymptomConfusion      Symptom = "confusion"
	SymptomDrowsy         Symptom = "drowsy"
	SymptomFaint          Symptom = "faint"
	SymptomStiffNeck      Symptom = "stiff-neck"
	SymptomBreathing      Symptom = "breathing"
	SymptomSwelling       Symptom = "swelling"
	SymptomMouthSores     Symptom = "mouth-sores"
	SymptomEyePain        Symptom = "eye-pain"
	SymptomFlushing       Symptom = "flushing"
	SymptomWeightLoss     Symptom = "weight-loss"
	SymptomInfectionSigns Symptom = "infection-signs"
)

// After is what came before a spot or a crop.
type After string

// The words of After.
const (
	AfterNone        After = "none"
	AfterStrain      After = "strain"
	AfterExercise    After = "exercise"
	AfterPressure    After = "pressure"
	AfterFriction    After = "friction"
	AfterShave       After = "shave"
	AfterScratch     After = "scratch"
	AfterTick        After = "tick"
	AfterIllness     After = "illness"
	AfterNewMedicine After = "new-medicine"
	AfterVaccine     After = "vaccine"
	AfterTravel      After = "travel"
	AfterHeat        After = "heat"
	AfterNewProduct  After = "new-product"
	AfterFood        After = "food"
	AfterBite        After = "bite"
	AfterInjury      After = "injury"
	AfterSun         After = "sun"
)

// MedicationKind says where a medicine comes from.
type MedicationKind string

// The words of MedicationKind.
const (
	MedicationPrescription MedicationKind = "prescription"
	MedicationOtc          MedicationKind = "otc"
	MedicationSupplement   MedicationKind = "supplement"
)

// Effect is what a medicine does that matters to the skin.
type Effect string

// The words of Effect.
const (
	EffectNone              Effect = "none"
	EffectBloodThinner      Effect = "blood-thinner"
	EffectSteroid           Effect = "steroid"
	EffectPhotosensitiser   Effect = "photosensitiser"
	EffectImmunosuppressant Effect = "immunosuppressant"
)

// Risk is a piece of history that a clinician asks for.
type Risk string

// The words of Risk.
const (
	RiskNone              Risk = "none"
	RiskFamilyMelanoma    Risk = "family-melanoma"
	RiskPastSkinCancer    Risk = "past-skin-cancer"
	RiskManyMoles         Risk = "many-moles"
	RiskSunburns          Risk = "sunburns"
	RiskTanningBeds       Risk = "tanning-beds"
	RiskOutdoorWork       Risk = "outdoor-work"
	RiskImmuneSuppression Risk = "immune-suppression"
	RiskTransplant        Risk = "transplant"
	RiskChemotherapy      Risk = "chemotherapy"
	RiskBleedingDisorder  Risk = "bleeding-disorder"
	RiskPregnant          Risk = "pregnant"
)

// Status says whether a spot is still there.
type Status string

// The words of Status.
const (
	StatusActive   Status = "active"
	StatusResolved Status = "resolved"
	StatusRemoved  Status = "removed"
)

// Outcome is what a clinician decided about a spot.
type Outcome string

// The words of Outcome.
const (
	OutcomeBenign   Outcome = "benign"
	OutcomeWatch    Outcome = "watch"
	OutcomeBiopsy   Outcome = "biopsy"
	OutcomeRemoved  Outcome = "removed"
	OutcomeTreated  Outcome = "treated"
	OutcomeReferred Outcome = "referred"
)

// PhotoKind is how much a photo shows (ISIC consensus, JAMA Dermatol 2017).
type PhotoKind string

// The words of PhotoKind.
const (
	PhotoOverview PhotoKind = "overview"
	PhotoRegional PhotoKind = "regional"
	PhotoCloseUp  PhotoKind = "close-up"
)

// DateFrom says where a date was taken from.
type DateFrom string

// The words of DateFrom.
const (
	FromClock    DateFrom = "clock"
	FromTyped    DateFrom = "typed"
	FromExif     DateFrom = "exif"
	FromFileName DateFrom = "file-name"
	FromMtime    DateFrom = "mtime"
)

// View is a side of the body map.
type View string

// The words of View.
const (
	ViewFront View = "front"
	ViewBack  View = "back"
)
