"""The closed lists that the rules need beside the ontology's frames: grammar words, not relations."""

from __future__ import annotations

from kg.resolve.lexicon import words as lexicon


def word_set(words: str) -> frozenset[str]:
    """A set of words parted by white space."""
    return frozenset(words.split())


# Verbs that only carry a noun frame: "X launched an attack on Y", "X is in talks with Y".
LIGHT = word_set(
    """
    make launch hold have give issue lodge express voice offer carry conduct stage impose put send
    pay lead mount wage begin start open continue resume deliver extend convey raise announce repeat
    renew reiterate submit file present sign reach conclude strike take do perform commit end finish
    complete pursue show enter engage provide undertake attend chair co-chair host lend pledge
    maintain step intensify escalate sustain use exercise oversee declare deepen strengthen
    establish form forge develop enjoy keep publish
    """
)
# Verbs whose subject is the other end: "Y drew criticism from X", "Y came under attack by X".
PASSIVE_LIGHT = word_set(
    """
    receive face draw get suffer win undergo come gain attract earn meet obtain secure survive
    endure
    """
)

# Group nouns: who they belong to is who acts ("Ukrainian forces", "officials in Warsaw", "the government of Chad").
GROUPS = word_set(
    """
    government governments administration regime authority authorities official officials cabinet
    parliament troop troops force forces soldier soldiers army navy military militia marine marines
    gunner gunners jet jets warplane warplanes plane planes aircraft drone drones missile missiles
    rocket rockets artillery tank tanks warship warships ship ships bomber bombers helicopter
    helicopters fighter fighters gunman gunmen commando commandos paratrooper paratroopers police
    policeman policemen officer officers prosecutor prosecutors investigator investigators diplomat
    diplomats envoy envoys negotiator negotiators delegation delegate delegates minister ministers
    ministry leader leaders leadership president premier lawmaker lawmakers legislator legislators
    parliamentarian parliamentarians senator senators agent agents spy spies intelligence people
    citizen citizens public side team squad peacekeeper peacekeepers guard guards patrol border
    court courts judge judges judiciary justice regulator regulators watchdog embassy
    foreign_minister spokesman spokeswoman spokesperson representative representatives member
    members ally allies country countries nation nations state states coalition alliance party union
    rebel rebels militant militants insurgent insurgents group faction presidency company firm giant
    management board staff office junta ruler rulers monarchy airstrike counterpart counterparts
    chief chiefs commander commanders general generals sailor sailors pilot pilots trawler trawlers
    vessel vessels base bases position positions convoy consulate mission missions territory soil
    airspace city cities town towns village villages port ports civilian civilians woman child
    voter voters electorate sniper snipers mercenary mercenaries infantry cavalry gunship
    gunships submarine submarines frigate frigates destroyer destroyers airman airmen serviceman
    servicemen coastguard coastguards instructor instructors trainer trainers rescuer rescuers
    firefighter firefighters medic medics volunteer volunteers
    worker workers farmer farmers aggression campaign movement unit units battalion brigade division
    fleet squadron ambassador observer observers inspector inspectors monitor monitors politician
    politicians activist activists aide aides adviser advisers camp supporters lawyers campaigners
    """
)
# A single one of these is a person, not his country.
ONE_PERSON = word_set(
    """
    president premier leader minister chief commander general king queen ruler governor mayor judge
    senator chancellor pilot woman child lawmaker
    """
)
# Quantities that leave the noun after "of" what it is ("a round of talks").
TRANSPARENT = word_set(
    """
    round series number set string wave spate barrage couple lot kind sort form amount flurry month
    week year day hour
    """
)
# Groups that may stand for a country by "in" ("prosecutors in Lesotho").
GROUPS_IN = word_set(
    """
    government authority authorities official officials prosecutor prosecutors police court courts
    judge judges ruler rulers regulator regulators leader leaders troop troops military army
    parliament lawmaker lawmakers judiciary minister
    """
)
# Of those, the nouns of people who speak "for" whom they act for.
SPOKESPEOPLE = word_set("spokesman spokesmen spokeswoman spokeswomen spokesperson spokespersons spokespeople")

# Who may say what: verbs (and nouns) that attribute what they govern to their subject.
REPORT = word_set(
    """
    say tell add state claim argue insist believe think announce report explain note stress
    emphasize emphasise assert maintain declare warn write tweet post reveal disclose confirm
    suggest acknowledge admit concede allege affirm assure contend testify comment remark observe
    point recall reiterate repeat conclude estimate predict indicate underline underscore deny fear
    hope charge accuse boast complain respond reply answer quote describe lament joke vow pledge
    promise show find swear hold hear feel know understand consider suspect speculate caution
    continue clarify elaborate highlight mention opine quip recount relate signal specify stipulate
    urge demand plead read rule tout hint advise inform contradict deem envision expect assess judge
    protest
    """
)
REPORT_NOUNS = word_set(
    """
    claim allegation accusation statement report belief assertion suggestion suspicion view opinion
    charge argument warning announcement assessment account rumour rumor conclusion comment remark
    contention speculation fear hope impression
    """
)
# Verbs that say of what somebody is guilty ("accused X of doing it").
ACCUSE = word_set("accuse blame charge suspect indict")
# What is done to those who may be guilty, and to those who are not.
PURSUE = word_set("arrest detain hold investigate probe sue prosecute try question interrogate want seek")
CLEAR = word_set("acquit clear exonerate absolve vindicate exculpate")
# Nouns for what is said by nobody in particular, and for what may turn out to be false.
HEARSAY = word_set("rumour rumor allegation accusation gossip whisper suspicion")
TALK = HEARSAY | word_set("report claim story suggestion theory news")
# Reporting that is itself denial of what is said.
DENY = word_set("deny reject dispute refute rebut dismiss contradict repudiate disavow")
# "does not believe that p" says that p is not so; "did not say that p" leaves it open.
NEG_RAISING = word_set(
    """
    believe think expect want consider suppose see intend plan seem appear find feel wish aim seek
    mean
    """
)

# What an embedding word makes of the clause or deed below it.
NEGATIVE = word_set(
    """
    deny refuse decline fail avoid reject stop cancel prevent refrain abstain dismiss rule_out neglect
    forbid ban bar block halt abandon scrap drop cease deter dissuade keep hinder foil thwart avert
    shun shy scuttle shelve withhold call_off lack unable unwilling impossible unlikely false untrue
    refusal failure absence inability denial unwillingness cancellation reluctance reluctant
    incapable hesitate hesitant pretend forget omit balk desist shrink discourage inhibit abort veto quash overturn
    dispute refute rebut disavow turn_down give_up hold_off hold_back back_out opt_out head_off stave_off
    """
)
PLANNED = word_set(
    """
    plan intend pledge vow promise aim prepare order decide mean threaten offer schedule set agree
    want wish seek plot propose call urge ask request demand recommend hope expect swear resolve due
    ready determined commit undertake await plans intention decision goal bid readiness willingness
    commitment scheduled willing poised vote invite advise encourage authorize authorise instruct
    direct command require push press desire ambition proposal appeal priority upcoming forthcoming
    next planned prepared keen eager try attempt effort about look apply application lobby postpone delay defer
    reschedule focus concentrate strive endeavour endeavor aspire aspiration intent bent dedicate dedicated strategy
    mission mandate
    """
)
# Those of them by which one shows already where he stands.
COMMITTED = word_set(
    """
    try attempt effort seek aim goal bid pledge vow promise commit commitment determined resolve resolved swear
    undertake ready readiness willing willingness prepared keen eager priority
    """
)
POSSIBLE = word_set(
    """
    consider weigh contemplate mull ponder debate explore wonder doubt ask question risk possible
    possibility chance option prospect likelihood fear concern worry speculate speculation hope
    consideration considering able ability opportunity danger could might permission potential
    hypothetical simulate rehearse imagine envisage envision
    """
)
PROBABLE = word_set(
    """
    believe expect suspect think presume assume seem appear likely probable allege report rumour
    rumor consider understand suspicion belief probability suppose alleged suspected reported
    apparent presumed rumored rumoured perceived project forecast tip bound projected tipped
    """
)
# Verbs that say who one is or becomes: what is said of them is said of the office.
BEING = word_set("become remain stay serve act work")
# What somebody does as he utters it: "I would like to thank ...".
UTTERED = word_set(
    """
    thank congratulate commend express praise welcome condemn acknowledge appreciate apologize apologise
    wish extend convey reiterate reaffirm reassure salute applaud stress emphasize emphasise
    """
)
# What he does by avowing it, once or as a thing that goes on: "we will continue to support ...".
AVOWED = word_set("support back endorse oppose reject call urge ask appeal demand insist")
# What is PROBABLE, as adverbs.
PROBABLY = word_set(
    """
    probably likely allegedly reportedly presumably apparently seemingly supposedly purportedly
    evidently doubtless ostensibly
    """
)
POSSIBLY = word_set("possibly perhaps maybe potentially conceivably hypothetically theoretically feasibly")
NEGATIONS = word_set(
    """
    not n't n’t never no nor neither hardly scarcely nobody none nothing barely nowhere cannot
    """
)
NEG_DETERMINERS = word_set("no neither none nobody")
CONDITIONS = word_set("if unless whether lest provided providing assuming supposing")
POSSIBLE_AUX = word_set("may might could can would should must")
PLANNED_AUX = word_set("will shall 'll ’ll wo sha")
# Verbs that let what is below them through as it is.
OBJECT_CONTROL_EXCEPTIONS = word_set("promise vow threaten pledge")

# Nouns that end an office or membership.
FORMER = word_set(
    """
    former ex then then- late past previous onetime one-time sometime outgoing deposed ousted
    retired erstwhile ex-
    """
)

# What may stand between an office and the name: courtesies, and ranks, which may also end the office
# ("Secretary General").
HONORIFICS = lexicon().honorifics | lexicon().royal | word_set("hh hrh datuk tan tun")
RANKS = word_set(
    """
    ambassador general gen gen. colonel col col. captain capt capt. major maj maj. brigadier brig brig. lieutenant
    lt lt. admiral adm adm. commander cmdr cmdr. sergeant sgt sgt. air marshal navy army force
    """
)
# What a place is called: "the city of X", "X, a resort in Y".
PLACE_NOUNS = word_set(
    """
    city town village hamlet suburb district neighborhood neighbourhood quarter borough capital port harbour
    harbor resort province region county municipality area island peninsula river lake mountain valley camp
    part outskirts centre center heart coast state community settlement township parish ward
    """
)

# Titles that only one country's offices bear.
TITLES_OF = {
    "GB": frozenset(
        (
            "foreign secretary",
            "home secretary",
            "defence secretary",
            "business secretary",
            "chancellor of the exchequer",
            "international development secretary",
        )
    ),
    "US": frozenset(
        (
            "secretary of state",
            "deputy secretary of state",
            "assistant secretary of state",
            "secretary of defense",
            "defense secretary",
            "treasury secretary",
            "secretary of the treasury",
            "secretary of homeland security",
            "commerce secretary",
            "national security adviser",
        )
    ),
    "IE": frozenset(("taoiseach", "tánaiste")),
}

# What bodies are called where people work: "X of the University of Y" has an office there, "X of Y" belongs to Y.
EMPLOYERS = word_set(
    """
    university institute college academy faculty court tribunal bank clinic hospital laboratory observatory museum
    ministry department agency bureau office authority directorate secretariat police constabulary guard army navy
    company corporation corp inc ltd limited plc llc holdings partners securities capital research consulting airlines
    airways motors industries technologies telecom insurance
    """
)
# What bodies are called to which people belong without an office: "X of the Y party".
PARTIES = word_set(
    """
    party parties democrats republicans conservatives liberals greens tories socialists communists
    labour labor democratic republican conservative liberal green tory socialist communist gop front
    alliance coalition movement bloc caucus league congress partido dal likud opposition faction
    rebels militia cartel gang brigade brigades guerrillas school college club team band choir squad
    """
)
