namespace Weir.Sandbox.Gorgias;

/// <summary>The customers who were there before anybody called the API: one for every three tickets.</summary>
internal sealed class CustomerSeed(int seed, int count, TicketTimes times) : ISeed<Customer>
{
    private const int ChannelsMax = 4;
    private const int FirstChannelId = 654_000_003;

    private readonly IdSpace _ids = new(seed, DiceKind.CustomerId, 487_000_003, 3);

    public int Count => count;

    public int IdOf(int index) => _ids.IdOf(index);

    public int IndexOf(int id) => _ids.IndexOf(id);

    /// <summary>Just before their first possible ticket.</summary>
    public long Created(int index) => times.Created(index * TicketSeed.TicketsPerCustomer) - 3_204_117;

    public long Updated(int index)
    {
        var dice = Dice(index);
        var created = Created(index);
        return dice.OneIn(5)
            ? Math.Min(created + (dice.Between(1, 5000) * GorgiasTime.Hour), TicketTimes.End)
            : created + dice.Between(9, 950);
    }

    public string? Email(int index)
    {
        var dice = Dice(index);
        _ = dice.Next();
        var first = dice.Pick(Shop.FirstNames);
        var last = dice.Pick(Shop.LastNames);
        return dice.Percent(4) ? null : $"{first.Mail}.{last.Mail}.{index}@{dice.Pick(Shop.MailHosts)}";
    }

    public string? ExternalId(int index) =>
        new Dice(seed, DiceKind.Customer, ~index).OneIn(4) ? $"shop-{index + 70_000}" : null;

    public Customer Make(int index)
    {
        var dice = Dice(index);
        _ = dice.Next();
        var first = dice.Pick(Shop.FirstNames);
        var last = dice.Pick(Shop.LastNames);
        var more = new Dice(seed, DiceKind.Customer, int.MaxValue - index);
        var email = Email(index);
        var created = Created(index);
        var name = more.Percent(8) ? null : more.OneIn(9) ? first.Name : $"{first.Name} {last.Name}";
        var (firstName, lastName) = Customer.Split(name);
        return new Customer
        {
            Id = IdOf(index),
            ExternalId = ExternalId(index),
            Email = email,
            Name = name,
            FirstName = firstName,
            LastName = lastName,
            Language = more.OneIn(3) ? more.Pick(Shop.Languages) : null,
            Timezone = more.OneIn(4) ? more.Pick(Shop.Timezones) : null,
            Meta = more.OneIn(6) ? null : """{"name_set_via":"agent"}""",
            Data = more.OneIn(8)
                ? $$"""{"orders":{{more.Below(40)}},"lifetime_value":"{{more.Below(900)}}.{{more.Between(10, 99)}}"}"""
                : null,
            Note = more.OneIn(10) ? "Prefers the phone; \"never before ten\".\nSpeaks two languages." : null,
            CustomFields = TeamSeed.PickCustomerFields(ref more),
            Channels = Channels(
                index, email, more.OneIn(3) ? $"+3360{more.Between(1_000_000, 9_999_999)}" : null, created),
            Created = created,
            Updated = Updated(index),
        };
    }

    private Dice Dice(int index) => new(seed, DiceKind.Customer, index);

    private static List<CustomerChannel> Channels(int index, string? email, string? phone, long created)
    {
        var channels = new List<CustomerChannel>();
        if (email is not null)
        {
            channels.Add(new(FirstChannelId + (index * ChannelsMax), "email", email, true, created + 5_702));
        }

        if (phone is not null || email is null)
        {
            var number = phone ?? $"+4915{index:D8}";
            channels.Add(new(FirstChannelId + (index * ChannelsMax) + 1, "phone", number, true, created + 8_875));
        }

        return channels;
    }
}
