namespace Weir.Sandbox.Gorgias;

/// <summary>The desk itself: who works there, in which teams, with which tags and ticket fields.</summary>
internal static class TeamSeed
{
    public const int FirstUserId = 519_543_243;

    private static readonly long Opened = GorgiasTime.Of(new DateTimeOffset(2023, 10, 2, 8, 0, 10, TimeSpan.Zero));

    private static readonly (string First, string Last, string Role)[] Staff =
    [
        ("Desk", "Owner", "admin"), ("Support", "Bot", "bot"), ("Ruta", "Ashby", "admin"), ("Pavel", "Quill", "agent"),
        ("Ida", "Marsh", "agent"), ("Teo", "Vance", "agent"), ("Noor", "Fields", "agent"), ("Gwen", "Holt", "agent"),
        ("Elio", "Sands", "basic-agent"), ("Maja", "Brook", "lite-agent"), ("Kit", "Dale", "observer-agent"),
        ("Ana", "Reed", "agent"),
    ];

    private static readonly (string Name, string? Color, string? Description, int PerMille)[] TagTable =
    [
        ("shipping", "#1f6feb", "Where is it, when does it come", 180), ("refund", "#c13e50", null, 120),
        ("exchange", "#8250df", null, 90), ("VIP", "#d4a72c", "Customers with more than ten orders", 40),
        ("vip", null, "Names differ by case", 10), ("damaged", "#cf222e", null, 60), ("pre-sale", null, null, 70),
        ("feedback, positive", "#2da44e", "The comma belongs to it", 50), ("urgent 🔥", "#ff0000", null, 30),
        ("société", null, null, 15), ("sample ticket", null, null, 5), ("auto-close", null, null, 80),
        ("wholesale", "#0a3069", null, 20), ("returns\\to check", null, null, 12), ("\"quoted\"", null, null, 8),
        ("تأخير", null, null, 10),
    ];

    public static readonly (int Id, string Name, string Decoration)[] Teams =
    [
        (4_329, "Orders", """{"emoji":{"id":"package","name":"package","native":"📦"}}"""),
        (4_330, "Returns", "{}"), (4_333, "Night, EU", "{}"),
    ];

    public static List<User> Users(int seed, string ownerEmail, string domain)
    {
        var users = new List<User>();
        for (var i = 0; i < Staff.Length; i++)
        {
            var dice = new Dice(seed, DiceKind.User, i);
            var (first, last, role) = Staff[i];
            var created = Opened + (i * 9 * GorgiasTime.Day) + (i == 0 ? 0 : dice.Below((int)GorgiasTime.Second));
            users.Add(new User
            {
                Id = FirstUserId + (i * 17),
                Email = i == 0 ? ownerEmail : $"{first}.{last}@{domain}.example".ToLowerInvariant(),
                FirstName = first,
                LastName = last,
                Role = role,
                Bio = dice.OneIn(4) ? "Answers fast; likes puzzles, \"hard\" ones" : null,
                Country = dice.OneIn(3) ? "FR" : null,
                Language = dice.OneIn(2) ? "en" : null,
                Timezone = i == 0 || !dice.OneIn(4) ? dice.Pick(Shop.Timezones) : null,
                Meta = i == 0 ? """{"sso":"google","name_set_via":"agent"}""" : """{"name_set_via":"agent"}""",
                ExternalId = dice.OneIn(4) ? $"staff-{i}" : null,
                Created = created,
                Updated = created + 4_809,
            });
        }

        return users;
    }

    /// <summary>Users who have done nothing yet, up to the number wanted.</summary>
    public static IEnumerable<User> MoreUsers(int there, int rows) =>
        Enumerable.Range(there, Math.Max(rows - there, 0)).Select(number => new User
        {
            Id = FirstUserId + (number * 17),
            Email = $"trainee.{number}@{Desk.Domain}.example",
            FirstName = "Trainee",
            LastName = $"{number}",
            Role = number % 2 == 0 ? "lite-agent" : "basic-agent",
            Meta = """{"name_set_via":"agent"}""",
            Created = Opened + (number * 9 * GorgiasTime.Day),
            Updated = Opened + (number * 9 * GorgiasTime.Day) + 4_809,
        });

    /// <summary>Tags that hardly any ticket has, up to the number wanted.</summary>
    public static IEnumerable<Tag> MoreTags(int there, int rows) =>
        Enumerable.Range(there, Math.Max(rows - there, 0)).Select(number => new Tag
        {
            Id = 1_812_976 + (number * 34),
            Name = $"batch-{number}",
            Usage = 0,
            Created = Opened + (number * GorgiasTime.Hour) + number,
        });

    public static List<Tag> Tags(int seed, int tickets)
    {
        var tags = new List<Tag>();
        for (var i = 0; i < TagTable.Length; i++)
        {
            var (name, color, description, perMille) = TagTable[i];
            tags.Add(new Tag
            {
                Id = 1_812_976 + (i * 34),
                Name = name,
                Description = description,
                Color = color,
                Usage = (int)((long)tickets * perMille / 1000),
                Created = Opened + (i * GorgiasTime.Hour)
                    + new Dice(seed, DiceKind.Tag, i).Below((int)GorgiasTime.Second),
            });
        }

        return tags;
    }

    /// <summary>Positions of tags in their list, each as likely as its usage says.</summary>
    public static List<int> PickTags(ref Dice dice)
    {
        var picked = new List<int>();
        for (var i = 0; i < TagTable.Length; i++)
        {
            if (dice.Below(1000) < TagTable[i].PerMille)
            {
                picked.Add(i);
            }
        }

        return picked;
    }

    public static FieldValue[] PickTicketFields(ref Dice dice) => dice.Below(10) switch
    {
        0 => [Reason(ref dice)],
        1 => [Reason(ref dice), new(FieldSeed.Order, dice.Between(10_000, 99_999).ToString())],
        _ => [],
    };

    public static FieldValue[] PickCustomerFields(ref Dice dice) =>
        dice.OneIn(12) ? [new(FieldSeed.Tier, "\"💎 VIP\"")] : [];

    // The reasons hold nothing that JSON would escape.
    private static FieldValue Reason(ref Dice dice) =>
        new(FieldSeed.Reason, $"\"{dice.Pick(Shop.CustomFieldReasons)}\"");
}
