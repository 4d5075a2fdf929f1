using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>The messages of the seed's tickets, each computed when it is asked for.</summary>
internal sealed class MessageSeed(
    int seed, TicketSeed tickets, CustomerSeed customers, IReadOnlyList<User> users, string domain)
{
    /// <summary>Ids from here on belong to messages made by the API.</summary>
    public const int FirstAddedId = 1_200_000_000;

    private const int FirstId = 218_000_000;

    public int IdOf(int ticketIndex, int position) => FirstId + (ticketIndex * TicketSeed.MessagesMax) + position;

    /// <summary>Ticket and position of an id; false where no message of the seed has it.</summary>
    public bool Locate(int id, out int ticketIndex, out int position)
    {
        (ticketIndex, position) = Math.DivRem(Math.Max(id - FirstId, 0), TicketSeed.MessagesMax);
        return id >= FirstId && ticketIndex < tickets.Count && position < tickets.Outline(ticketIndex).Messages;
    }

    public long Created(int ticketIndex, int position) => tickets.Outline(ticketIndex).TimeOf(position);

    public Message Make(int ticketIndex, int position)
    {
        var ticket = tickets.Make(ticketIndex);
        var customer = customers.Make(tickets.Outline(ticketIndex).Customer);
        var dice = new Dice(seed, DiceKind.Message, (ticketIndex * TicketSeed.MessagesMax) + position);
        _ = dice.Next();
        var writer = tickets.WriterOf(ticketIndex, position);
        var agent = users.FirstOrDefault(user => user.Id == ticket.AssigneeUserId)
            ?? users[dice.Between(2, users.Count - 1)];
        var text = tickets.TextOf(
            ticketIndex, position, ticket.Language, tickets.Words(ticketIndex, tickets.Outline(ticketIndex).Customer));
        var created = Created(ticketIndex, position);
        var isNote = writer == Writer.Note;
        var isFromAgent = writer != Writer.Customer;
        return new Message
        {
            Id = IdOf(ticketIndex, position),
            TicketId = ticket.Id,
            ExternalId = dice.OneIn(9) ? $"message{dice.Between(100, 9_999)}" : null,
            MessageId = ticket.Channel == "email" && dice.OneIn(2) ? $"<{dice.Next():x16}@{domain}.example>" : null,
            Public = !isNote,
            Channel = isNote ? "internal-note" : ticket.Channel,
            Via = isNote ? "helpdesk" : ticket.Via,
            Source = SourceOf(isNote ? "internal-note" : ticket.Channel, isFromAgent, customer),
            FromAgent = isFromAgent,
            SenderId = isFromAgent ? agent.Id : customer.Id,
            ReceiverId = isNote ? null : isFromAgent ? customer.Id : ticket.Channel == "email" ? users[1].Id : null,
            Subject = ticket.Channel == "email" ? ticket.Subject : null,
            BodyText = text,
            BodyHtml =
                $"<div>{HtmlEncoder.Default.Encode(text).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</div>",
            StrippedText = dice.OneIn(3) ? text : null,
            Attachments = dice.OneIn(15) ? Photo(dice.Between(1, 99)) : null,
            Meta = null,
            Imported = dice.OneIn(20) ? false : null,
            Created = created,
            Sent = isNote || dice.OneIn(6) ? null : created + dice.Below((int)GorgiasTime.Minute),
            Opened = isFromAgent && dice.OneIn(4) ? created + GorgiasTime.Hour : null,
        };
    }

    /// <summary>Phone, API and notes say only what they are; what is mail-like says from whom and to whom.</summary>
    public string SourceOf(string channel, bool isFromAgent, Customer customer)
    {
        if (channel is not ("email" or "contact_form" or "help-center"))
        {
            return $$"""{"type":"{{JsonEncodedText.Encode(channel)}}"}""";
        }

        var desk = $$"""{"name":"Desk support","address":"desk-inbox@{{domain}}.example"}""";
        var name = customer.Name is null
            ? "null"
            : $"\"{JsonEncodedText.Encode(customer.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
        var address = JsonEncodedText.Encode(
            customer.Email ?? "unknown@mail.example", JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var person = $$"""{"name":{{name}},"address":"{{address}}"}""";
        return isFromAgent
            ? $$"""{"type":"{{channel}}","to":[{{person}}],"from":{{desk}}}"""
            : $$"""{"type":"{{channel}}","to":[{{desk}}],"from":{{person}}}""";
    }

    private static string Photo(int number) => $$"""
        [{"url":"https://files.example/photo-{{number}}.png","name":"photo {{number}}, front.png",
          "size":{{number * 1024}},"content_type":"image/png","public":true}]
        """;
}
