namespace Weir.Sandbox.Gorgias;

/// <summary>
/// What is written in a ticket, by language. {0} is an order number, {1} a product, {2} the customer's first name. Some
/// texts hold what breaks careless readers: quotes, commas, semicolons, tabs, line ends of both kinds, emoji of several
/// code points, right-to-left text.
/// </summary>
internal sealed record Talk
{
    public required string[] Subjects { get; init; }

    public required string[] Questions { get; init; }

    public required string[] Answers { get; init; }

    public static readonly string[] Notes =
    [
        "Called the carrier: parcel for {0} is at the depot, they will try again tomorrow.",
        "=SUM of both refunds must not exceed the order {0}; check before you pay.",
        "@team can somebody look at the photo? I think the {1} left us broken.",
        "VIP, third contact about {0}. Please be quick 🙏",
    ];

    private static readonly Dictionary<string, Talk> ByLanguage = new(StringComparer.Ordinal)
    {
        ["en"] = new Talk
        {
            Subjects =
            [
                "Where is my order {0}?", "Re: your order {0}", "Return of the {1}", "Wrong size, please exchange",
                "Refund, still waiting…",
                "Broken on arrival: {1}", "Discount code doesn't work", "Change of address for {0}",
                "Fwd: Invoice for {0}, \"company copy\"",
                "Is the {1} back in stock soon?", "Cancel my subscription", "Thank you! 💛",
                "A long one: I ordered {0} two weeks ago, wrote twice, called once, and would very much like to know, "
                    + "before the holidays begin, whether the {1} will reach me",
            ],
            Questions =
            [
                "Hi there,\n\nmy order {0} should have been here on Monday. Could you check, please?\n\nThanks,\n{2}",
                "Hello! The {1} came with a crack, see photo. I'd like a new one, not a refund.",
                "I typed the code \"WELCOME10\", it said: 'not valid', then it charged the full price. Order {0}.",
                "Please send it to:\r\n{2}\r\n12, Harbour Lane; 2nd floor\r\nSaltwick\r\n\r\nnot to the old address.",
                "size\tordered\tgot\nM\t1\t0\nL\t0\t1\n\ncan I swap?",
                "Two weeks 😤 and nothing. My daughter's birthday is on Friday 👩‍👧‍👦🎂 — where is {0}??",
                "+1 on my last message, and -10% would be fair after all this.",
                "Just wanted to say: the {1} is lovely. 5/5 ⭐️⭐️⭐️⭐️⭐️",
            ],
            Answers =
            [
                "Hi {2},\n\nthank you for writing. Order {0} left our warehouse this morning; "
                    + "the tracking link follows.\n\nBest,\nthe support team",
                "Hello {2}, I'm sorry about the {1}. A new one is on its way, and you may keep the first.",
                "Done! The refund for {0} takes 3–5 working days. Anything else we can do?",
                "Hi, could you send us a photo of the label, please? Then we'll sort it out at once.",
            ],
        },
        ["fr"] = new Talk
        {
            Subjects =
            [
                "Où est ma commande {0} ?", "Retour : {1}", "Échange de taille", "Facture de la commande {0}",
                "Colis abîmé à l'arrivée",
            ],
            Questions =
            [
                "Bonjour,\n\nje n'ai toujours pas reçu ma commande {0}. Pouvez-vous vérifier, s'il vous plaît ?"
                    + "\n\nCordialement,\n{2}",
                "Le {1} est arrivé cassé ; j'aimerais être remboursée.",
                "L'adresse n'est plus la bonne : « 3, rue des Tilleuls, bât. B ».",
            ],
            Answers =
            [
                "Bonjour {2}, votre colis {0} est en route.",
                "Bonjour {2},\n\nle remboursement est fait, comptez 3 à 5 jours ouvrés.",
            ],
        },
        ["de"] = new Talk
        {
            Subjects =
            [
                "Wo bleibt Bestellung {0}?", "Rücksendung: {1}", "Größe tauschen", "Rechnung zu {0}",
                "Gutschein läßt sich nicht einlösen",
            ],
            Questions =
            [
                "Guten Tag,\n\nBestellung {0} ist seit 10 Tagen „in Zustellung“. Was ist da los?"
                    + "\n\nMit freundlichen Grüßen\n{2}",
                "Der Artikel {1} ist beschädigt; bitte um Ersatz.", "Ich hätte gern 1.234,50 € zurück, nicht 12,34 €!",
            ],
            Answers =
            [
                "Hallo {2}, das Paket zu {0} kommt morgen.",
                "Guten Tag {2},\n\nErsatz ist unterwegs. Bitte entschuldigen Sie die Mühe.",
            ],
        },
        ["es"] = new Talk
        {
            Subjects = ["¿Dónde está mi pedido {0}?", "Devolución: {1}", "¡Cambio de talla!", "Factura del pedido {0}"],
            Questions =
            [
                "Hola:\n\nmi pedido {0} no ha llegado. ¿Pueden mirarlo?\n\nGracias, {2}",
                "El {1} llegó roto… ¿me mandan otro?",
            ],
            Answers = ["Hola, {2}: tu pedido {0} sale hoy.", "¡Hecho! El reembolso tarda de 3 a 5 días."],
        },
        ["pt"] = new Talk
        {
            Subjects = ["Onde está a encomenda {0}?", "Devolução: {1}", "Alteração de morada"],
            Questions =
            [
                "Olá, a encomenda {0} ainda não chegou. Podem verificar?\n\nObrigada, {2}",
                "O {1} não é da cor que pedi.",
            ],
            Answers = ["Olá {2}, a encomenda {0} segue amanhã."],
        },
        ["ar"] = new Talk
        {
            Subjects = ["أين طلبي رقم {0}؟", "إرجاع المنتج {1}", "شكراً لكم 🌷"],
            Questions =
            [
                "مرحباً،\n\nلم يصل طلبي رقم {0} حتى الآن. هل يمكنكم التحقق؟\n\nشكراً، {2}",
                "وصل {1} مكسوراً، أريد استبداله من فضلكم.",
            ],
            Answers = ["مرحباً {2}، تم شحن طلبك {0} اليوم."],
        },
        ["he"] = new Talk
        {
            Subjects = ["איפה ההזמנה {0}?", "החזרה של {1}"],
            Questions = ["שלום,\nההזמנה {0} עוד לא הגיעה. אפשר לבדוק?\nתודה, {2}", "המוצר {1} הגיע שבור (ראו תמונה)."],
            Answers = ["שלום {2}, ההזמנה {0} בדרך."],
        },
        ["ja"] = new Talk
        {
            Subjects = ["注文{0}について", "返品のお願い（{1}）", "サイズ交換"],
            Questions = ["お世話になっております。\n注文{0}がまだ届きません。ご確認をお願いいたします。\n{2}", "{1}が壊れていました。交換できますか？"],
            Answers = ["{2}様\n\n注文{0}は本日発送いたしました。"],
        },
    };

    public static Talk In(string? language) =>
        language is not null && ByLanguage.TryGetValue(language, out var talk) ? talk : ByLanguage["en"];
}
