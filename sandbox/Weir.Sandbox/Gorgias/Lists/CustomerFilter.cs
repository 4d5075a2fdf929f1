namespace Weir.Sandbox.Gorgias;

/// <summary>What a list of customers can be narrowed by; all of it must hold.</summary>
internal sealed record CustomerFilter
{
    private const int AddressMax = 320;

    private string? Email { get; init; }

    private string? ExternalId { get; init; }

    private string? Name { get; init; }

    private string? Language { get; init; }

    private string? Timezone { get; init; }

    private string? ChannelType { get; init; }

    private string? ChannelAddress { get; init; }

    public static CustomerFilter Read(QueryReader query)
    {
        var filter = new CustomerFilter
        {
            Email = query.Text("email"),
            ExternalId = query.Text("external_id"),
            Name = query.Text("name"),
            Language = query.Text("language"),
            Timezone = query.Text("timezone"),
            ChannelType = query.Text("channel_type"),
            ChannelAddress = query.Text("channel_address"),
        };
        if (filter.ChannelAddress?.Length > AddressMax)
        {
            query.Wrong("channel_address", $"Longer than maximum length {AddressMax}.");
        }

        return filter;
    }

    /// <summary>The fewest customers among which the wanted ones are.</summary>
    public KeysetIndex Index(CustomerStore customers, string order) => this switch
    {
        { Email: { } email } => customers.WithEmail(email, order),
        { ExternalId: { } externalId } => customers.WithExternalId(externalId, order),
        _ => customers.By(order),
    };

    public bool Takes(Customer customer) =>
        (Name is null || string.Equals(customer.Name, Name, StringComparison.OrdinalIgnoreCase))
        && (Language is null || customer.Language == Language)
        && (Timezone is null || customer.Timezone == Timezone)
        && (ExternalId is null || customer.ExternalId == ExternalId)
        && ((ChannelType is null && ChannelAddress is null) || customer.Channels.Any(channel =>
            (ChannelType is null || channel.Type == ChannelType)
            && (ChannelAddress is null
                || string.Equals(channel.Address, ChannelAddress, StringComparison.OrdinalIgnoreCase))));
}
