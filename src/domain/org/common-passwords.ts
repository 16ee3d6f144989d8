/**
 * Words and whole passwords that people choose most, by the frequency list of zxcvbn (MIT licence), coarse
 * ones left out, with words common here added. Stems are the beginnings to which digits are stuck.
 */
const STEMS = `
abcd access action adidas admin administrador administrator adrian aini airborne alaska albert
alex alexande alexander alexis allison amanda america anderson andre andrea andrew andrey angel
angela angels animal anthony antonio apollo apple apples arsenal arthur asdasd asdf asdfasdf
asdfgh asdfghjk asdfghjkl ashley august austin azerty baby babygirl badboy badger bailey banana
bandit barbara barney baseball batman bear beatles beaver beer beijing benjamin bigboy
bigdaddy bigdog bill billy birdie bishop black blazer blink blue bond bonnie
boomer boston brandon brandy braves brian brittany bronco broncos brooklyn brutus bubba
bubbles buddha buddy buffalo bulldog bulldogs buster butter calvin camaro
cameron canada captain carlos carmen carolina caroline carter cartman casper cassie celtic
champion chance changeme charles charlie cheese chelsea cherokee cherry chester chevy chicago
chicken chris christin claudia cocacola coffee compaq computer cookie cool cooper copper corvette
courtney cowboy cowboys creative cricket crystal dakota dallas dangyuan dangzhibu daniel danielle
darkness dave david death debbie december denise dennis destiny dexter diablo diamond diesel
digital disney doctor doggie dolphin dolphins domino donald donkey douglas dragon dreams driver
drowssap drummer duchashi eagle eagles eclipse edward einstein elephant eminem enigma enter
explorer falcon family fantasy fender ferrari fire fish fishing florida flower fluffy flyers
football forest forever francis frank frankie franklin fred freddy free freedom friday friend
friends gabriel gandalf garfield gateway gators gemini general genesis genius george gfhjkm ghbdtn
giants gibson ginger girls godzilla golden golf golfer gongchandang goober google gordon green
gregory guanliyuan guest guinness guitar gunner hammer hannah happy hardcore harley hawaii heather
heaven hello helpme hitman hockey homer honda horses hotdog hotrod howard huanying hummer
hunter iceman iloveyou infinity internet ironman jack jackie jackson jaguar jake james
jasmine jason jasper jennifer jeremy jessica jessie jester jimmy john johnny johnson jonathan
jordan joseph joshua junior jupiter justin kelly kevin kimberly king kitten kitty klaster knight
kristina lacrosse lakers lasvegas lauren legend leslie letmein liberty lifehack little liverpoo
liverpool liwei lizard london louise love lovely loveme lover lovers loveyou lucky maddog madison
maggie magic magnum marcus marina marine mark marlboro marley marshall martin marvin maryjane
master matrix matthew maverick maximus maxwell melanie melissa member mercedes mercury merlin
metallic metallica mexico michael michelle michigan mickey midnight mike miller mima minecraft
money monica monkey monster montana morgan mother mountain mozart muffin murphy music mustang
naruto nascar natalie natasha nathan nelson newyork nicholas nicole nihao nikita nintendo nirvana
nissan norman nothing november october oliver olivia online orange packers pakistan pamela pantera
panther paradise parker passion passport password patches patricia patrick paul peaches peanut
penguin pepper peter phantom phoenix platinum player please pokemon police poohbear
pookie popcorn porsche power prince princess private pumpkin purple qazwsx qazwsxedc qazxsw
qwaszx qweasd qweasdzxc qweqwe qwer qwert qwerty qwertyu qwertyui qwertyuiop rabbit rachel racing
raider raiders rainbow ranger rangers rascal razz rebecca reddog redskins redsox redwings richard
robert rock rocket rocky root rosebud runner rush ruslan russia sabrina samantha sammy samson
samsung samuel sandman sandra saturn scarface school scooby scooter scorpio scorpion scotland
scott scotty secret security semperfi sergey shadow shanghai shannon shanxi sharon shelby shorty
sierra silver simple simpsons skippy slayer slipknot smokey snickers sniper snoopy snowball soccer
softball sophie spanky sparky speedy spencer spider spirit spitfire spooky stanley star
stargate startrek starwars steelers stella stephen steve steven stupid success summer sunshine
superman surfer suzuki svetlana sweet sydney system taiyuan taylor tennis teresa test tester
testing theman therock thomas thumper thunder tiffany tiger tigers tigger tomcat topgun toyota
travis trinity trouble trustno tucker turtle united user vampire vanessa veronica vfhbyf victor
victoria viking vikings vincent viper vladimir voodoo voyager walker walter wangwei warrior
welcome westside whatever william williams willie willow wilson winner winston winter wizard
woaini woaiwojia wodemima xavier xiaoming yamaha yankee yankees yellow zhangwei zhengfu zhibu
zhongguo zxcvbn zxcvbnm`;

const WHOLE = `
010203040506 012345678910 01telemike01 102030405060 1111111111zz 111222333000 111222333444555
112233445566 122333444455555 123123qweqwe 123321123321 123321456654 123321qweewq 123456654321
123456782000 1234567887654321 123456789000 12345678900987654321 123456789012 1234567890987654321
1234567890qaz 1234567890qw 1234567890qwe 1234567890qwerty 1234567890zzz 123456789101 123456789123
1234567892000 12345678987654321 123456789987654321 123456789abc 123456789asd 123456789qaz
123456789qqq 123456789qwe 123456789qwer 123456789qwerty 123456789zxc 1234567qwertyu 123456qwerty
1234qwerasdf 1234qwerasdfzxcv 123qwe123qwe 123qwe456rty 123qweasdzxc 123qwerty123 12qw34er56ty
159753159753 159753456852 1a2s3d4f5g6h 1q2w3e4r5t6y 1qa2ws3ed4rf 1qa2ws3ed4rf5tg 1qaz2wsx3edc
1qaz2wsx3edc4rfv 1qazxsw23edc 1qazxsw23edcvfr4 23176djivanfros 31217221027711 32615948worms
41d8cd98f00b 4815162342lost 541233432442 59382113kevinp 742617000027 89231243658s 89876065093rax
a1s2d3f4g5h6 abc123456789 admin18533362 administrator amadeusptfcor andrewjackie antananarivu
anytimetoday asdfgh123456 asdfghjkl123 auckland2010 avrillavigne bltynbabrfwbz boy4u2ownnyc
bpgjldsgjldthnf businessbabe cheeseburger chesterfield chickenwing101 christopher1 cjdthitycndj
combat123654 construction contortionist corperfmonsy cosmopolitan counterstrike digitalprodu
dkflbvbhjdbx dkflbvbhjdyf domainlock2005 finalfantasy fkmnthyfnbdf fktrcfylhjdbx fktrcfylhjdf
fktrcfylhjdyf flvbybcnhfnjh frederiksberg fynfyfyfhbde gfhjkmgfhjkm ghbdtnghbdtn ghbdtnrfrltkf
ghhh47hj7649 ghjcnjgbpltw ghjcnjgfhjkm ghjcnjghjcnj ghjcnjqgfhjkm ghjcnjrdfibyj ghjnbdjcnjzybt
gjkysqgbpltw greenlantern gtnhjpfdjlcr hd764nw5d7e1vb1 hedimaptfcor iampurehaha2 ilovemyfamily
ingodwetrust installdevic installsqlst intelligence international iseedeadpeople jamesbond007
justinbieber leavemealone lhbjkjubz2957704 lost4815162342 lytghjgtnhjdcr mailcreated5240
maprchem56458 massimiliano maurolarastefy mevefalkcakk michaeljackson minecraft123 minnesota_hp
morganstanley mortalkombat msorcloledbr nastyanastya necronomicon needforspeed
nemvxyheqdd5oqxyxyzi networkingpe newproject2004 nhecsyfujkjdt nhfdvfnjkju123 nhfycajhvths
nick1234-rem936 nightcrawler nondriversig ntktdbpjh1994 olcrackmaster ontheoutside p030710p$e4o
paraklast1974 password1234 passwordpassword passwordstandard peanutbutter philadelphia
playstation2 playstation3 professional ptybnxtvgbjy punksnotdead q1w2e3r4t5y6 q1w2e3r4t5y6u7
q1w2e3r4t5y6u7i8 q1w2e3r4t5y6u7i8o9p0 qawsedrftgyh qaz123wsx456 qazwsxedc123 qazwsxedcrfv
qazwsxedcrfvtgb qazwsxqazwsx qazxswedc123 qazxswedcvfr qwaszxerdfcv qwe123qwe123 qweasdzxc123
qwerasdfzxcv qwertasdfgzxcvb qwerty123456 qwerty123456789 qwertyasdfgh qwertyuiop10 qwertyuiop12
qwertyuiop123 qwertyuiop12345 qwertyytrewq residentevil rfnthbyf1988 sanfrancisco satisfaction
saun24865709 scandinavian schoolgirlie seemnemaailm sojdlg123aljg sonnenschein sonyericsson
specialinsta stickdaddy77 stratocaster supernatural systemofadown temppassword thecakeisalie
ticketmaster transformers unbelievable vanyarespekt vfhbyfvfhbyf vfrcbvvfrcbv vfvfvskfhfve
vladimirovna warhammer40k wazzkaprivet websolutions websolutionssu webuivalidat weihnachtsbau
weihnachtsbaum whosyourdaddy z1x2c3v4b5n6m7 zaq1xsw2cde3 zaqwsxcderfv zcfvfzkexifz zqjphsyf6ctifgu
zxcasdqwe123 zxcvbn123456 zxcvbnm123456789`;

/** Longest first, so that what is taken out of a password is as much as can be. */
export const COMMON_STEMS: readonly string[] = words(STEMS).toSorted((a, b) => b.length - a.length);

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(words(WHOLE));

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
