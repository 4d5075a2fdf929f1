namespace Weir.Sandbox.Gorgias;

/// <summary>How the desk was set up: a few rows of each kind that mean something, and more up to the number wanted.</summary>
internal sealed class SetupSeed(int seed, int rows, long opened)
{
    private const int IdStep = 3;

    private static readonly (string Name, string Text, string? Language)[] Answers =
    [
        ("Generic: How can I help?", "Thanks for reaching out. How can I help you today?", "en"),
        ("Order: Where is it?", "It is with the carrier; here is the number, \"as promised\".", "en"),
        ("Retour", "Voici l'étiquette de retour, à imprimer.", "fr"),
        ("Refund done", "The money is on its way 💶", null),
    ];

    private static readonly string[] Intents = ["order/cancel", "order/status", "return/request", "refund/request"];

    public IEnumerable<Macro> Macros() => Enumerable.Range(0, rows).Select(number =>
    {
        var dice = new Dice(seed, DiceKind.Setup, number);
        var (name, text, language) = Answers[number % Answers.Length];
        var created = opened + (number * GorgiasTime.Hour) + dice.Below((int)GorgiasTime.Second);
        return new Macro
        {
            Id = 374_421 + (number * IdStep),
            Name = number < Answers.Length ? name : $"{name} ({number + 1})",
            Intent = dice.OneIn(4) ? dice.Pick(Intents) : null,
            Language = language,
            Usage = number < Answers.Length ? dice.Below(900) : dice.Below(9),
            Actions = $$$"""
                [{"arguments":{"body_html":"<div>Hi {{ticket.customer.firstname}}!</div>","body_text":"Hi {{ticket.customer.firstname}}! {{{text.Replace("\"", "\\\"", StringComparison.Ordinal)}}}"},"name":"setResponseText","title":"Add response text","type":"user"}]
                """.Trim(),
            Created = created,
            Updated = dice.OneIn(2) ? created + (dice.Between(1, 9000) * GorgiasTime.Minute) : null,
            Archived = dice.OneIn(15) ? opened + (200 * GorgiasTime.Day) : null,
        };
    });

    public IEnumerable<Rule> Rules() => Enumerable.Range(0, rows).Select(number =>
    {
        var dice = new Dice(seed, DiceKind.Setup, 100_000 + number);
        var created = opened + (number * GorgiasTime.Hour) + dice.Below((int)GorgiasTime.Second);
        var code = $"if (eq(ticket.channel, 'email')) {{\n  Action('addTags', {{ tags: 'rule-{number + 1}' }})\n}}";
        return new Rule
        {
            Id = 120_977 + (number * IdStep),
            Name = number == 0 ? "Auto-tag e-mails" : $"Tag {number + 1}",
            Description = dice.OneIn(3) ? "Made by the shop" : null,
            Code = code,
            CodeAst = RuleAst,
            EventTypes = number % 2 == 0 ? "ticket-created,ticket-updated" : "ticket-message-created",
            Priority = rows - number,
            Created = created,
            Updated = dice.OneIn(2) ? created + GorgiasTime.Day : null,
            Deactivated = dice.OneIn(10) ? created + (2 * GorgiasTime.Day) : null,
        };
    });

    public IEnumerable<Team> Teams(IReadOnlyList<User> staff) => Enumerable.Range(0, rows).Select(number =>
    {
        var dice = new Dice(seed, DiceKind.Setup, 200_000 + number);
        var named = number < TeamSeed.Teams.Length
            ? TeamSeed.Teams[number]
            : (Id: 4_400 + (number * IdStep), Name: $"Shift {number + 1}", Decoration: "{}");
        return new Team
        {
            Id = named.Id,
            Name = named.Name,
            Description = dice.OneIn(2) ? "Invented" : null,
            Decoration = named.Decoration,
            MemberIds = [.. staff.Skip(2).Where((_, position) => (position + number) % 4 == 0).Select(user => user.Id)],
            Created = opened + (number * GorgiasTime.Hour) + dice.Below((int)GorgiasTime.Second),
        };
    });

    public IEnumerable<Integration> Integrations(int ownerId) => Enumerable.Range(0, rows).Select(number =>
    {
        var dice = new Dice(seed, DiceKind.Setup, 300_000 + number);
        var type = (number % 5) switch { 0 => "email", 1 => Integration.Http, 2 => "shopify", 3 => "gorgias_chat", _ => "phone" };
        var created = opened + (number * GorgiasTime.Hour) + dice.Below((int)GorgiasTime.Second);
        var id = 126_637 + (number * IdStep);
        return new Integration
        {
            Id = id,
            Type = type,
            Name = number == 0 ? "Desk support" : $"{type} {number + 1}",
            Meta = type == "email" ? $$"""{"address":"desk-inbox-{{number}}@{{Desk.Domain}}.example"}""" : "{}",
            Call = type == Integration.Http
                ? new HttpCall
                {
                    Id = 900 + number,
                    Url = "https://shop.example/api/customers?email={{ticket.customer.email}}",
                    Method = "GET",
                    RequestContentType = "application/json",
                    ResponseContentType = "application/json",
                    Form = """{"hello":"world","ticket_id":"{{ticket.id}}"}""",
                    Triggers = new Dictionary<string, bool>(StringComparer.Ordinal)
                    {
                        ["ticket-created"] = true,
                        ["ticket-updated"] = true,
                        ["ticket-message-created"] = false,
                        ["ticket-self-unsnoozed"] = true,
                    },
                }
                : null,
            UserId = ownerId,
            Created = created,
            Updated = created + 4_809,
            Deactivated = dice.OneIn(12) ? created + GorgiasTime.Day : null,
        };
    });

    public IEnumerable<Widget> Widgets() => Enumerable.Range(0, rows).Select(number => new Widget
    {
        Id = 71_004 + (number * IdStep),
        Type = number % 3 == 0 ? "http" : "shopify",
        Context = number % 2 == 0 ? "ticket" : "customer",
        Order = number / 2,
        IntegrationId = number % 3 == 0 ? 126_637 + IdStep : null,
        Template = """{"type":"wrapper","widgets":[{"path":"","type":"card","title":"Orders","widgets":[]}]}""",
        Created = opened + (number * GorgiasTime.Hour) + number,
        Updated = opened + (number * GorgiasTime.Hour) + number + 41,
    });

    public IEnumerable<Job> Jobs(int ownerId) => Enumerable.Range(0, rows).Select(number =>
    {
        var dice = new Dice(seed, DiceKind.Setup, 400_000 + number);
        var created = opened + (number * GorgiasTime.Day) + dice.Below((int)GorgiasTime.Second);
        var isErrored = dice.OneIn(12);
        return new Job
        {
            Id = 1_551_809 + (number * IdStep),
            Type = (number % 3) switch { 0 => "exportMacro", 1 => "updateTicket", _ => "applyMacro" },
            Status = isErrored ? "errored" : "done",
            UserId = ownerId,
            Created = created,
            Started = created + 106_359,
            Ended = isErrored ? null : created + 1_435_788,
            Failed = isErrored ? created + 1_435_788 : null,
        };
    });

    private const string RuleAst = """
        {"type":"Program","body":[{"type":"IfStatement","test":{"type":"CallExpression","callee":{"type":"Identifier","name":"eq"},"arguments":[]},"consequent":{"type":"BlockStatement","body":[]}}],"sourceType":"script"}
        """;
}
