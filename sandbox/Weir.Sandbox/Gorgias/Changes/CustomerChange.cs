using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Makes and changes customers. Everything here is called while the desk's gate is held.</summary>
internal sealed class CustomerChange(Desk desk)
{
    private const int AddressMax = 320;
    private const int TextMax = 255;
    private const string ByAgent = """{"name_set_via":"agent"}""";

    public Customer Create(BodyReader body)
    {
        var now = desk.NextChange();
        var fresh = new Customer { Id = desk.Customers.NextId, Meta = ByAgent, Created = now, Updated = now };
        var customer = Apply(body, fresh);
        body.Done("Failed to create customer");
        return Save(customer);
    }

    /// <summary>Refuses a body that is not that of a customer, and changes nothing.</summary>
    public void Check(BodyReader body, Customer customer)
    {
        _ = Apply(body, customer);
        body.Done("Failed to merge customers");
    }

    public Customer Update(BodyReader body, Customer customer)
    {
        var changed = Apply(body, customer);
        body.Done("Failed to update customer");
        return Save(changed with { Updated = desk.NextChange() });
    }

    /// <summary>
    /// The customer that <c>{"id":…}</c> or <c>{"email":…}</c> in another resource's body means: an unknown e-mail
    /// makes one, and further fields change the one that is meant. Nothing is stored before the returned function is
    /// called, so a body that is refused leaves no trace.
    /// </summary>
    public Func<Customer>? Resolve(BodyReader reference, string field)
    {
        var id = reference.Int("id");
        var email = reference.Text("email", lengthMax: AddressMax);
        var known = id is { } wanted ? desk.Customers.Find(wanted)
            : email is not null ? desk.Customers.ByEmail(email)
            : null;
        if (id is not null && known is null)
        {
            reference.Wrong(field, $"There is no customer {id}.");
            return null;
        }

        if (id is null && email is null)
        {
            reference.Wrong(field, "Either id or email is needed.");
            return null;
        }

        var now = desk.NextChange();
        var before = known ?? new Customer { Id = 0, Meta = ByAgent, Created = now, Updated = now };
        var after = Apply(reference, before, ignoreEmail: known is not null && id is null);
        RefuseTaken(after);
        return () => after == before ? before
            : known is not null ? Save(after with { Updated = desk.NextChange() })
            : desk.Customers.ByEmail(email!) ?? Save(after with { Id = desk.Customers.NextId });
    }

    private static Customer Named(BodyReader body, Customer customer)
    {
        var name = body.Text("name", customer.Name, TextMax);
        var (first, last) = body.Has("name") ? Customer.Split(name) : (customer.FirstName, customer.LastName);
        first = body.Text("firstname", first, TextMax) ?? "";
        last = body.Text("lastname", last, TextMax) ?? "";
        if (!body.Has("name") && (body.Has("firstname") || body.Has("lastname")))
        {
            name = $"{first} {last}".Trim() is { Length: > 0 } both ? both : null;
        }

        return customer with { Name = name, FirstName = first, LastName = last };
    }

    private Customer Apply(BodyReader body, Customer customer, bool ignoreEmail = false)
    {
        var email = ignoreEmail ? customer.Email : body.Text("email", customer.Email, AddressMax);
        var channels = Channels(body, customer);
        email ??= body.Has("email") ? null : channels.FirstOrDefault(channel => channel.Type == "email")?.Address;
        if (email is not null && !email.Contains('@', StringComparison.Ordinal))
        {
            body.Wrong("email", "Not a valid email address.");
        }

        if (email is not null
            && !channels.Any(channel => channel.Type == "email" && SameAddress(channel.Address, email)))
        {
            channels = [new(desk.NextChannelId(), "email", email, true, desk.NextChange()), .. channels];
        }

        var language = body.Text("language", customer.Language);
        if (language is not (null or { Length: 2 }))
        {
            body.Wrong("language", "Not a valid choice.");
        }

        return Named(body, customer) with
        {
            Email = email,
            Channels = channels,
            Language = language,
            ExternalId = body.Text("external_id", customer.ExternalId, TextMax),
            Timezone = body.Text("timezone", customer.Timezone, TextMax),
            Note = body.Text("note", customer.Note),
            Meta = body.Json("meta", customer.Meta, JsonValueKind.Object),
            Data = body.Json("data", customer.Data),
            CustomFields = FieldChange.Read(body, desk, CustomField.OfCustomers, customer.CustomFields),
        };
    }

    private IReadOnlyList<CustomerChannel> Channels(BodyReader body, Customer customer)
    {
        if (body.Objects("channels") is not { } list)
        {
            return customer.Channels;
        }

        var channels = new List<CustomerChannel>();
        foreach (var channel in list)
        {
            channel.Require("type");
            channel.Require("address");
            var type = channel.Text("type") ?? "";
            var address = channel.Text("address", lengthMax: AddressMax) ?? "";
            var isFirst = channels.TrueForAll(other => other.Type != type);
            var isPreferred = channel.Bool("preferred", isFirst);
            var kept = customer.Channels.FirstOrDefault(
                other => other.Type == type && SameAddress(other.Address, address));
            var (channelId, created) = (kept?.Id ?? desk.NextChannelId(), kept?.Created ?? desk.NextChange());
            channels.Add(new CustomerChannel(channelId, type, address, isPreferred, created));
        }

        return channels;
    }

    private Customer Save(Customer customer)
    {
        RefuseTaken(customer);
        var isNew = desk.Customers.Find(customer.Id) is null;
        desk.Customers.Save(customer);
        desk.Events.Add(isNew ? "customer-created" : "customer-updated", "Customer", customer.Id);
        return customer;
    }

    /// <summary>An e-mail address belongs to one customer.</summary>
    private void RefuseTaken(Customer customer)
    {
        var addresses = customer.Channels.Where(channel => channel.Type == "email").Select(channel => channel.Address);
        if (addresses.Any(address => desk.Customers.ByEmail(address) is { } owner && owner.Id != customer.Id))
        {
            throw GorgiasProblem.Exists();
        }
    }

    private static bool SameAddress(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
