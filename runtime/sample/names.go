package sample

// The people are invented: every name below is a common given name beside a
// common family name, put together by chance. A name is followed by its Latin
// spelling where that is needed for an e-mail address. Family names that differ
// for women and men are written "woman/man".

// culture is a way of naming people and the places where such people live.
type culture struct {
	language string
	women    string
	men      string
	families string
	places   []place
	weight   int
}

// place is where a person lives.
type place struct {
	country string
	city    string
	dial    string // country calling code
	zone    zone
}

var (
	sofia    = zone{"Europe/Sofia", 120, euSummer}
	warsaw   = zone{"Europe/Warsaw", 60, euSummer}
	istanbul = zone{"Europe/Istanbul", 180, noSummer}
	riyadh   = zone{"Asia/Riyadh", 180, noSummer}
	dubai    = zone{"Asia/Dubai", 240, noSummer}
	tehran   = zone{"Asia/Tehran", 210, noSummer}
	berlin   = zone{"Europe/Berlin", 60, euSummer}
	vienna   = zone{"Europe/Vienna", 60, euSummer}
	london   = zone{"Europe/London", 0, euSummer}
	dublin   = zone{"Europe/Dublin", 0, euSummer}
	newYork  = zone{"America/New_York", -300, usSummer}
	chicago  = zone{"America/Chicago", -360, usSummer}
	angeles  = zone{"America/Los_Angeles", -480, usSummer}
	kolkata  = zone{"Asia/Kolkata", 330, noSummer}
	seoul    = zone{"Asia/Seoul", 540, noSummer}
	tokyo    = zone{"Asia/Tokyo", 540, noSummer}
	madrid   = zone{"Europe/Madrid", 60, euSummer}
	bogota   = zone{"America/Bogota", -300, noSummer}
	paris    = zone{"Europe/Paris", 60, euSummer}
)

var cultures = []culture{
	{
		language: "bg", weight: 20,
		women:    "Мария=maria,Елена=elena,Ивана=ivana,Десислава=desislava,Радка=radka,Цветелина=tsvetelina,Гергана=gergana,Йоана=yoana,Надежда=nadezhda,Снежана=snezhana",
		men:      "Иван=ivan,Георги=georgi,Димитър=dimitar,Петър=petar,Николай=nikolay,Стоян=stoyan,Красимир=krasimir,Пламен=plamen,Тодор=todor,Борислав=borislav",
		families: "Иванова/Иванов=ivanov,Петрова/Петров=petrov,Димитрова/Димитров=dimitrov,Стоянова/Стоянов=stoyanov,Колева/Колев=kolev,Тодорова/Тодоров=todorov,Ангелова/Ангелов=angelov,Христова/Христов=hristov,Чолакова/Чолаков=cholakov,Юрукова/Юруков=yurukov",
		places:   []place{{"BG", "София", "359", sofia}, {"BG", "Пловдив", "359", sofia}, {"BG", "Варна", "359", sofia}},
	},
	{
		language: "pl", weight: 14,
		women:    "Zofia,Agnieszka,Małgorzata=malgorzata,Łucja=lucja,Katarzyna,Joanna,Bożena=bozena,Świętosława=swietoslawa,Hanna,Weronika",
		men:      "Jan,Piotr,Łukasz=lukasz,Paweł=pawel,Michał=michal,Krzysztof,Wojciech,Grzegorz,Żegota=zegota,Tomasz",
		families: "Kowalska/Kowalski=kowalski,Wiśniewska/Wiśniewski=wisniewski,Wójcik=wojcik,Zielińska/Zieliński=zielinski,Dąbrowska/Dąbrowski=dabrowski,Mazur,Krawczyk,Pająk=pajak,Źrebiec=zrebiec,Nowak",
		places:   []place{{"PL", "Warszawa", "48", warsaw}, {"PL", "Łódź", "48", warsaw}, {"PL", "Gdańsk", "48", warsaw}},
	},
	{
		language: "tr", weight: 14,
		women:    "Işıl=isil,Ayşe=ayse,Elif,Zeynep,Gülşen=gulsen,Çiğdem=cigdem,İpek=ipek,Özlem=ozlem,Defne,Şule=sule",
		men:      "Mehmet,İsmail=ismail,Çağrı=cagri,Oğuz=oguz,Emre,Ümit=umit,Hakan,Yiğit=yigit,Işık=isik,Barış=baris",
		families: "Yılmaz=yilmaz,Demir,Şahin=sahin,Çelik=celik,Öztürk=ozturk,Aydın=aydin,Koç=koc,Güneş=gunes,Irmak=irmak,İnce=ince",
		places:   []place{{"TR", "İstanbul", "90", istanbul}, {"TR", "Diyarbakır", "90", istanbul}, {"TR", "İzmir", "90", istanbul}},
	},
	{
		language: "ar", weight: 10,
		women:    "فاطمة=fatima,مريم=maryam,نور=nour,ليلى=layla,هدى=huda,سلمى=salma,رنا=rana,أمل=amal",
		men:      "محمد=mohammed,أحمد=ahmed,خالد=khaled,عمر=omar,يوسف=yousef,طارق=tariq,سامي=sami,حسن=hassan",
		families: "الحربي=alharbi,العتيبي=alotaibi,القحطاني=alqahtani,الشمري=alshammari,النجار=alnajjar,حداد=haddad,منصور=mansour,الخطيب=alkhatib",
		places:   []place{{"SA", "الرياض", "966", riyadh}, {"SA", "جدة", "966", riyadh}, {"AE", "دبي", "971", dubai}},
	},
	{
		language: "fa", weight: 6,
		women:    "زهرا=zahra,شیرین=shirin,پریسا=parisa,نرگس=narges,مهسا=mahsa,ژاله=zhaleh,گلناز=golnaz,یاسمن=yasaman",
		men:      "علی=ali,رضا=reza,امیر=amir,کیان=kian,سهراب=sohrab,بهرام=bahram,پویا=pouya,چنگیز=changiz",
		families: "احمدی=ahmadi,حسینی=hosseini,کریمی=karimi,رستمی=rostami,گل\u200cمحمدی=golmohammadi,پارسا=parsa,یزدانی=yazdani,جعفری=jafari",
		places:   []place{{"IR", "تهران", "98", tehran}, {"IR", "شیراز", "98", tehran}, {"DE", "Köln", "49", berlin}},
	},
	{
		language: "de", weight: 14,
		women:    "Anna,Käthe=kaethe,Jürgine=juergine,Sabine,Lotte,Ute,Friederike,Heike,Annegret,Maren",
		men:      "Jürgen=juergen,Björn=bjoern,Lukas,Matthias,Götz=goetz,Stefan,Karl-Heinz=karl-heinz,Florian,Uwe,Sören=soeren",
		families: "Müller=mueller,Schäfer=schaefer,Weiß=weiss,Groß=gross,Schmidt,Köhler=koehler,Böhm=boehm,Lang,von der Heide=vonderheide,Straßburger=strassburger",
		places:   []place{{"DE", "Berlin", "49", berlin}, {"DE", "München", "49", berlin}, {"AT", "Wien", "43", vienna}},
	},
	{
		language: "en", weight: 16,
		women:    "Emma,Olivia,Mary-Jane=maryjane,Grace,Siobhán=siobhan,Priya,Chloë=chloe,Aisha,Ruth,Hannah",
		men:      "James,Oliver,Seán=sean,Arjun,Noah,Ethan,Thomas,Dev,Callum,Marcus",
		families: "Smith,O'Neill=oneill,Taylor,Patel,Brown,Sharma,Walker,D'Souza=dsouza,Fitzgerald,Okafor",
		places: []place{
			{"GB", "London", "44", london}, {"IE", "Dublin", "353", dublin}, {"US", "New York", "1", newYork},
			{"US", "Chicago", "1", chicago}, {"US", "Los Angeles", "1", angeles}, {"IN", "Mumbai", "91", kolkata},
		},
	},
	{
		language: "ko", weight: 5,
		women:    "서연=seoyeon,지우=jiwoo,민서=minseo,하은=haeun,수빈=subin,예린=yerin",
		men:      "민준=minjun,도윤=doyun,지훈=jihun,현우=hyunwoo,승현=seunghyun,우진=woojin",
		families: "김=kim,이=lee,박=park,최=choi,정=jung,강=kang,윤=yoon,황보=hwangbo",
		places:   []place{{"KR", "서울", "82", seoul}, {"KR", "부산", "82", seoul}},
	},
	{
		language: "ja", weight: 4,
		women:    "陽葵=himari,さくら=sakura,美咲=misaki,結衣=yui,葵=aoi,千尋=chihiro",
		men:      "蓮=ren,大翔=hiroto,健太=kenta,悠真=yuma,翔=sho,誠=makoto",
		families: "佐藤=sato,鈴木=suzuki,高橋=takahashi,田中=tanaka,渡辺=watanabe,小林=kobayashi,斎藤=saito",
		places:   []place{{"JP", "東京", "81", tokyo}, {"JP", "大阪", "81", tokyo}},
	},
	{
		language: "es", weight: 6,
		women:    "Lucía=lucia,Sofía=sofia,Begoña=begona,Inés=ines,Valentina,Ximena",
		men:      "Íñigo=inigo,José=jose,Andrés=andres,Martín=martin,Joaquín=joaquin,Diego",
		families: "García=garcia,Muñoz=munoz,Núñez=nunez,López=lopez,Ibáñez=ibanez,Restrepo,Ortiz",
		places:   []place{{"ES", "Madrid", "34", madrid}, {"ES", "A Coruña", "34", madrid}, {"CO", "Bogotá", "57", bogota}},
	},
	{
		language: "fr", weight: 5,
		women:    "Zoé=zoe,Amélie=amelie,Françoise=francoise,Léa=lea,Océane=oceane,Maëlle=maelle",
		men:      "François=francois,Loïc=loic,Jérôme=jerome,Théo=theo,Benoît=benoit,Raphaël=raphael",
		families: "Lefèvre=lefevre,Dubois,Géraud=geraud,L'Hôte=lhote,Moreau,Besançon=besancon,Faÿ=fay",
		places:   []place{{"FR", "Paris", "33", paris}, {"FR", "Orléans", "33", paris}},
	},
}
