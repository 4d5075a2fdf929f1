namespace Weir.Sandbox.Gorgias;

/// <summary>
/// What a shop's customers are called, order and live by: invented, neutral, and awkward where real data is.
/// </summary>
internal static class Shop
{
    /// <summary>As written, and as in an e-mail address.</summary>
    public static readonly (string Name, string Mail)[] FirstNames =
    [
        ("Mara", "mara"), ("Jonas", "jonas"), ("Aiko", "aiko"), ("Léa", "lea"), ("Noah", "noah"), ("Zoë", "zoe"),
        ("Tomás", "tomas"), ("Ines", "ines"), ("Oskar", "oskar"), ("Priya", "priya"), ("Yusuf", "yusuf"),
        ("Hana", "hana"), ("Björn", "bjorn"), ("Chloé", "chloe"), ("Malik", "malik"), ("Signe", "signe"),
        ("Dmitri", "dmitri"), ("Amara", "amara"), ("Søren", "soren"), ("Lucía", "lucia"), ("Kofi", "kofi"),
        ("Wei", "wei"), ("Emre", "emre"), ("ليلى", "layla"), ("יעל", "yael"), ("美咲", "misaki"),
    ];

    public static readonly (string Name, string Mail)[] LastNames =
    [
        ("Lindqvist", "lindqvist"), ("Okafor", "okafor"), ("Tanaka", "tanaka"), ("Moreau", "moreau"),
        ("Weber", "weber"), ("Ferreira", "ferreira"), ("O'Shea", "oshea"), ("van den Berg", "vandenberg"),
        ("Novak", "novak"), ("Haddad", "haddad"), ("Kowalska", "kowalska"), ("Iyer", "iyer"), ("Castillo", "castillo"),
        ("Müller", "mueller"), ("Åkesson", "akesson"), ("Dubois", "dubois"), ("Silva", "silva"),
        ("Nakamura", "nakamura"), ("Smith-Jones", "smith-jones"), ("D'Angelo", "dangelo"), ("Østergaard", "ostergaard"),
        ("Çelik", "celik"), ("Brown", "brown"),
    ];

    public static readonly string[] MailHosts = ["mail.example", "post.example", "inbox.example", "work.example"];

    public static readonly string[] Products =
    [
        "walnut desk lamp", "linen throw, sand", "\"Fjord\" mug (350 ml)", "cast-iron pan 28 cm", "trail pack 30 L",
        "wool socks, 3 pairs",
        "oak shelf", "enamel kettle", "rain shell — M/L", "bamboo toothbrush", "café press", "merino base layer",
    ];

    public static readonly string?[] Languages =
        ["en", "en", "en", "en", "en", "en", "fr", "de", "es", "pt", "ar", "he", "ja", null];

    public static readonly string[] Timezones =
        ["Europe/Paris", "America/New_York", "Asia/Tokyo", "Africa/Nairobi", "Australia/Sydney"];

    /// <summary>Channel and via, the frequent ones more than once.</summary>
    public static readonly (string Channel, string Via)[] Channels =
    [
        ("email", "email"), ("email", "email"), ("email", "email"), ("email", "email"), ("chat", "gorgias_chat"),
        ("chat", "gorgias_chat"), ("contact_form", "contact_form"), ("help-center", "helpdesk"), ("phone", "api"),
        ("sms", "twilio"), ("api", "api"), ("facebook-messenger", "facebook-messenger"),
        ("instagram-direct-message", "instagram"), ("whatsapp", "whatsapp"),
    ];

    public static readonly string[] CustomFieldReasons =
    [
        "Pre-sale::Product question", "Order::Cancel", "Order::Status", "Shipping::Lost in transit", "Exchange",
        "Return", "Other",
    ];
}
