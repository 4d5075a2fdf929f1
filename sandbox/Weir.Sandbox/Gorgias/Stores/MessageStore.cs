namespace Weir.Sandbox.Gorgias;

/// <summary>All messages: those of the seed, and those made since. Guarded by the desk's gate.</summary>
internal sealed class MessageStore(MessageSeed seed, TicketSeed tickets, TicketStore store)
{
    private readonly Dictionary<int, Message> _added = [];
    private readonly Dictionary<int, List<int>> _addedByTicket = [];
    private KeysetIndex? _byCreated;

    public int NextId => MessageSeed.FirstAddedId + _added.Count;

    public KeysetIndex ByCreated => _byCreated ??= Index();

    public Message? Find(int id) =>
        _added.TryGetValue(id, out var added) ? added
        : seed.Locate(id, out var ticket, out var position) ? seed.Make(ticket, position)
        : null;

    /// <summary>The messages of a ticket, oldest first.</summary>
    public KeysetIndex OfTicket(int ticketId) => KeysetIndex.Of([.. Places(ticketId)]);

    public void Add(Message message)
    {
        _added.Add(message.Id, message);
        if (!_addedByTicket.TryGetValue(message.TicketId, out var ids))
        {
            _addedByTicket[message.TicketId] = ids = [];
        }

        ids.Add(message.Id);
        _byCreated?.Add(new Place(message.Created, message.Id));
    }

    private IEnumerable<Place> Places(int ticketId)
    {
        if (store.SeedIndexOf(ticketId) is var index and >= 0)
        {
            foreach (var place in SeedPlaces(index))
            {
                yield return place;
            }
        }

        foreach (var id in _addedByTicket.GetValueOrDefault(ticketId) ?? [])
        {
            yield return new Place(_added[id].Created, id);
        }
    }

    private IEnumerable<Place> SeedPlaces(int ticketIndex)
    {
        var outline = tickets.Outline(ticketIndex);
        for (var position = 0; position < outline.Messages; position++)
        {
            yield return new Place(outline.TimeOf(position), seed.IdOf(ticketIndex, position));
        }
    }

    private KeysetIndex Index() => KeysetIndex.Of(
    [
        .. Enumerable.Range(0, tickets.Count).SelectMany(SeedPlaces),
        .. _added.Values.Select(message => new Place(message.Created, message.Id)),
    ]);
}
