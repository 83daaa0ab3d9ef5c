//! Own sentences in many languages, and the form of the lists.

use super::*;

/// What stands for [`Standing`] in cases.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Case {
    Free,
    Hanging,
    Doubtful,
    BareQuote,
    Boilerplate,
}

fn case(standing: Standing) -> Case {
    match standing {
        Standing::Free => Case::Free,
        Standing::Hanging(_) => Case::Hanging,
        Standing::Doubtful => Case::Doubtful,
        Standing::BareQuote => Case::BareQuote,
        Standing::Boilerplate => Case::Boilerplate,
    }
}

fn check(tag: &str, cases: &[(&str, Case)]) {
    let judge = Judge::of(&Language::parse(tag).unwrap());
    for (sentence, standing) in cases {
        assert_eq!(case(judge.standing(sentence)), *standing, "{tag}: {sentence}");
    }
}

#[test]
fn openings_that_lean_on_the_sentence_before_are_found() {
    use Case::{BareQuote, Boilerplate, Free, Hanging};
    check(
        "en",
        &[
            ("But the bridge stayed shut.", Hanging),
            ("“However, we can wait,” Li said.", Hanging),
            ("However", Hanging),
            ("Butter prices rose.", Free),
            ("Ships carry the goods.", Free),
            ("“We can wait.”", BareQuote),
            ("\"We can wait\".", BareQuote),
            ("\"We can wait\", Li said.", Free),
            ("READ MORE: The bridge of Brimley", Boilerplate),
            ("Cranes at dawn © Ann Lee", Boilerplate),
        ],
    );
    check(
        "fr",
        &[("Toutefois, rien ne bouge.", Hanging), ("Le pont rouvre.", Free)],
    );
    check("ru", &[("Однако мост закрыт.", Hanging), ("Мост закрыт.", Free)]);
    check(
        "zh",
        &[
            ("但是大桥没有开放。", Hanging),
            ("大桥没有开放。", Free),
            ("来源：市政府", Boilerplate),
            ("来源很多。", Free),
        ],
    );
    check("ar", &[("لكن الجسر بقي مغلقا.", Hanging)]);
}

#[test]
fn a_language_without_lists_leaves_every_opening_free() {
    check(
        "tlh",
        &[
            ("But the bridge.", Case::Free),
            ("«taH pagh taHbe'»", Case::BareQuote),
        ],
    );
}

#[test]
fn every_list_is_read_and_folded_as_sentences_are() {
    for line in COHESION.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<_> = line.split('\t').collect();
        assert!(
            matches!(
                cells[1],
                "hanging"
                    | "doubtful"
                    | "lower"
                    | "free"
                    | "object"
                    | "subject"
                    | "label"
                    | "stem"
                    | "marked"
                    | "anywhere"
            ),
            "{line}"
        );
        for entry in cells[2].split('|') {
            assert_eq!(fold(entry), entry, "{line}");
            assert!(!entry.is_empty(), "{line}");
        }
        assert!(cells[2].split('|').is_sorted(), "{line}");
    }
}

/// `-` stands free, `>` leans on the sentence before, `?` may, `#` belongs to the page.
#[test]
fn sentences_of_many_languages_are_judged_as_an_editor_would() {
    let (mut languages, mut wrong) = (0, Vec::new());
    for block in SENTENCES.trim().split("\n\n") {
        let mut lines = block.lines();
        let judge = Judge::of(&Language::parse(lines.next().unwrap()).unwrap());
        for line in lines {
            let (sign, sentence) = line.split_once(' ').unwrap();
            let found = match judge.standing(sentence) {
                Standing::Free => "-",
                Standing::Hanging(_) => ">",
                Standing::Doubtful => "?",
                Standing::Boilerplate => "#",
                Standing::BareQuote => "bare quote",
            };
            if found != sign {
                wrong.push(format!("{found} {sentence}"));
            }
        }
        languages += 1;
    }
    assert_eq!(wrong, [""; 0], "judged otherwise");
    assert!(languages >= 30, "{languages}");
}

const SENTENCES: &str = "
en
> It was built in 1931.
? Still, the ferry sails.
? According to him, the bridge is safe.
- Those who live on the island pay less.
- This week the harbour stays shut.
- Still waters fill the harbour.
- Then-mayor Ann Lee opened the bridge.
- Video games sell well in Brimley.
- Source code of the ticket machine leaked.
# Source: city of Brimley
# Photo by Ann Lee
# Photo Lee
# Read more: Ten walks

de
> Das sei zu teuer, sagt der Rat.
? Hinzu kommt der Lärm.
- Es gibt zwei Fähren im Hafen.
- Dieses Jahr bleibt der Hafen zu.
- Bilder aus Papier hängen im Museum.
- Video-Plattformen zeigen das Spiel.
# Foto: Anna Lee
# Lesen Sie auch: Zehn Wege

fr
? Selon lui, le pont est sûr.
> Ce dernier refuse.
- Ce lundi, le pont de Brimley rouvre.
- Il y a deux bacs dans le port.
- Alors que la pluie tombe, le pont rouvre.
- Crédit maritime et port ferment en mai.
# Crédit : Anne Lee
# À lire aussi : dix promenades

es
? Según él, el puente es seguro.
? Este último no responde.
- Este lunes abre el puente de Brimley.
- Después de la lluvia abre el puente.
- Aunque llueve, el puente abre el lunes.
- Foto y cine llenan el museo.
# Fuente: ayuntamiento

it
? Secondo lui il ponte è sicuro.
- Quello che manca al porto è un ponte.
- Anche se piove, il ponte apre lunedì.
# Leggi anche: dieci passeggiate

pt
> Segundo ele, a ponte é segura.
- Já são duas as pontes de Brimley.
- Depois da chuva a ponte abre.
# Fonte: prefeitura

ro
? Potrivit lui, podul este sigur.
- Lui Ion Munteanu i s-a dat premiul.
# Citește și: zece plimbări

nl
> Het gaat om twee bruggen.
? Volgens hem is de brug veilig.
- Zo'n 300 mensen wachten op de brug.
- Deze week opent de brug.
# Lees ook: tien wandelingen

sv
> Det blir dyrt, säger rådet.
> Hans bro är stängd.
- Hans Berg öppnar bron i maj.
# Läs mer: tio promenader

da
? Ifølge hende er broen sikker.
# Læs også: ti ture

nb
> Det blir dyrt, sier rådet.
? Ifølge henne er broen trygg.
- Andre verdenskrig tok slutt i mai.
# Les også: ti turer

nn
? Ifølgje henne er brua trygg.

fi
? Hänen mukaansa silta on turvallinen.
- Toinen maailmansota päättyi toukokuussa.
- Kuvat kertovat sillasta.
# Kuva: Anna Lee

et
? Tema sõnul on sild ohutu.
- Teine maailmasõda lõppes mais.

pl
? Jego zdaniem most jest bezpieczny.
- Most w Brimley otwiera się w maju.
# Fot. Anna Lee
# Czytaj też: dziesięć spacerów

cs
? Podle něj je most bezpečný.
- Tento týden se otevře most v Brimley.
# Foto: Anna Lee

hu
? Ezek után a híd bezárt.
? Szerinte a híd biztonságos.
- Az új híd májusban nyílik.
- A híd májusban nyílik.
- Képek lógnak a múzeumban.
# Fotó: Lee Anna

ru
> По его словам, мост надёжен.
? Один из них остался на острове.
- Данные опроса опубликовали в мае.
- Последний паром ушёл в полночь.
- Те, кто живёт на острове, платят меньше.
- Видеоигры хорошо продаются.
# Фото: Анна Ли
# Читайте также: десять прогулок

uk
> За його словами, міст надійний.
- Останній пором пішов опівночі.
# Читайте також: десять прогулянок

bg
? По думите му мостът е сигурен.
- Последният ферибот тръгна в полунощ.
- Тази седмица отваря мостът.

sr
? Према његовим речима, мост је сигуран.
? Prema njegovim rečima, most je siguran.
- Мост се отвара у мају.

el
? Σύμφωνα με τον ίδιο, η γέφυρα είναι ασφαλής.
- Της απόφασης προηγήθηκε ψηφοφορία.
- Τους τελευταίους μήνες η γέφυρα έμεινε κλειστή.
- Μετά την καταιγίδα άνοιξε η γέφυρα.
# Πηγή: δήμος

tr
? Buna göre köprü mayısta açılacak.
? Konuşmasında köprüyü anlattı.
- Kaynaklara göre köprü mayısta açılacak.
- Bu hafta köprü açılıyor.
- Fotoğrafçılar köprüde buluştu.
# Kaynak: belediye

az
? Onun fikrincə, körpü etibarlıdır.
- Bu həftə körpü açılır.

kk
> Сол себепті көпір жабылды.
? Естеріңізге сала кетейік, көпір былтыр салынған.
? Оның пікірінше, көпір берік.
- Осы аптада көпір ашылады.
- Көпір мамырда ашылады.
# Фото: қала әкімдігі

ky
? Анын пикиринде, көпүрө бекем.
? Эске салсак, көпүрө былтыр курулган.
- Ушул жумада көпүрө ачылат.
# Сүрөт: мэрия

uz
? Uning fikricha, ko‘prik mustahkam.
? Шундан кейин кўприк ёпилди.
- Bu hafta ko‘prik ochiladi.
# Manba: hokimlik

tg
? Пас аз он пул баста шуд.
? Ба қавли ӯ, пул бехатар аст.
- Охирин паром нисфи шаб рафт.
- Ин ҳафта пул кушода мешавад.
# Акс: шаҳрдорӣ

tk
? Şondan soň köpri ýapyldy.
? Onuň pikiriçe, köpri berk.
- Şu hepde köpri açylýar.

ar
> وقال إن الجسر آمن.
> لكنه رفض.
? ويذكر أن الجسر بني العام الماضي.
? وقال رئيس البلدية إن الجسر آمن.
- آخر عبارة غادرت الميناء ليلا.
- هذا الأسبوع يفتح الجسر.
- إعلان الحكومة أثار جدلا.
- صورة الجسر القديم معلقة في المتحف.
# المصدر: البلدية
# اقرأ أيضا: أسواق المدينة

fa
? گفتنی است پل سال گذشته ساخته شد.
> پس از آن پل بسته شد.
- پس از باران پل باز شد.
- این هفته پل باز می‌شود.
- عکس پل در موزه است.
# عکس: شهرداری

ur
? واضح رہے کہ پل پچھلے سال بنا تھا۔
- اس سال پل کھلے گا۔
- تصویر میوزیم میں ہے۔
# تصویر: بلدیہ

hi
? गौरतलब है कि पुल पिछले साल बना था।
> उनसे पुल के बारे में पूछा गया।
- इस साल पुल खुलेगा।
- तस्वीर संग्रहालय में है।
# फोटो: नगर पालिका

bn
? তাছাড়া সেতুটি পুরোনো।
? উল্লেখ্য, সেতুটি গত বছর তৈরি হয়।
- এ বছর সেতুটি খুলবে।
- ছবিটি জাদুঘরে আছে।
- সূত্র জানায়, সেতুটি খুলবে।
# ছবি: পৌরসভা

he
? לטענתו הגשר בטוח.
- מקור בעירייה אמר שהגשר בטוח.
# צילום: דנה לי

th
> ด้วยเหตุนี้สะพานจึงปิด
- แต่ละสะพานปิดหนึ่งวัน
- เขาใหญ่เปิดให้เข้าชม
- มันสำปะหลังราคาขึ้น
- ส่วนใหญ่ใช้เรือข้ามฟาก
- ภาพรวมของสะพานดีขึ้น
# ภาพ: เทศบาล

zh
> 对此，市长没有回应。
> 對此，市長沒有回應。
- 也门港口周一开放。
- 也许大桥周一开放。
- 但丁的书在博物馆展出。
- 视频显示大桥已经关闭。
# 视频：市政府
# 圖：市政府

ja
> そこで市は橋を閉じた。
- このほど橋が開いた。
- ここ数年、橋は閉じている。
- これまで橋は閉じていた。
- 写真は博物館にある。
# 写真：市役所
# 【動画】橋の一日

ko
> 이 때문에 다리가 닫혔다.
? 이날 다리가 열렸다.
- 이 대통령은 다리를 열었다.
- 사진은 박물관에 있다.
- 광고 시장이 커졌다.
# 사진=시청
# [사진] 시청

id
> Pasalnya, jembatan itu tua.
- Begitu hujan reda, jembatan dibuka.
# Baca juga: sepuluh jalan

ms
? Beliau berkata jambatan itu selamat.
- Jambatan Brimley dibuka pada Mei.

vi
> Song cây cầu vẫn đóng.
? Theo ông, cây cầu an toàn.
- Song Hà mở cầu vào tháng năm.
- Theo thành phố, cây cầu an toàn.
# Ảnh: thành phố

sw
? Kwa maana hiyo daraja limefungwa.
- Daraja la Brimley linafunguliwa Mei.
# Chanzo: jiji
";

#[test]
fn a_pronoun_among_the_first_words_leans_on_the_sentence_before() {
    use Case::{Free, Hanging};
    check(
        "en",
        &[
            ("People who visit him are surprised by this.", Hanging),
            ("Police arrested them at the border.", Hanging),
            ("From 1963 to 1994 he was a keeper on Grey Skerry.", Hanging),
            ("When the rope broke, they swam.", Hanging),
            (
                "“My right arm is so much longer than I would like it to be,” he says.",
                Hanging,
            ),
            ("“The light is on,” Ann Lee says, and he nods.", Free),
            (
                "Ann Lee and the pupils who visit her brother call him Captain.",
                Free,
            ),
            ("Visitors asked Ann Lee whether he was at home.", Free),
            ("The mayor said he would open the bridge.", Free),
            ("The council that owns the old mill by the river sold them.", Free),
        ],
    );
    check(
        "fr",
        &[
            ("Ceux qui viennent le voir s’en étonnent.", Hanging),
            ("De 1963 à 1994, il a été gardien.", Hanging),
            (
                "« Mon bras droit est plus long que le gauche », affirme-t-il.",
                Hanging,
            ),
            ("On y servait à trois.", Hanging),
            ("Pour acheter du pain, il fallait faire 26 kilomètres.", Free),
            (
                "Hier, Marie Roth a dit que, malade, elle restait chez elle.",
                Free,
            ),
        ],
    );
    check(
        "de",
        &[
            ("Wer ihn besucht, staunt.", Hanging),
            ("Der Müller öffnet.", Free),
        ],
    );
    check(
        "ru",
        &[
            ("Те, кто приходит к нему, удивляются.", Hanging),
            ("Мост строили три года, он соединил берега.", Free),
            ("Дети нередко приносят ему ключи.", Hanging),
        ],
    );
}
