namespace Weir.Sandbox.Gorgias;

/// <summary>All messages: those of the seed as they were or as they were changed, and those made since. Guarded by the desk's gate.</summary>
internal sealed class MessageStore(MessageSeed seed, TicketSeed tickets, TicketStore store)
{
    private readonly Dictionary<int, Message> _changed = [];
    private readonly HashSet<int> _removed = [];
    private readonly Dictionary<int, List<int>> _addedByTicket = [];
    private KeysetIndex? _byCreated;
    private int _added;

    /// <summary>Never the id of a message that was there before.</summary>
    public int NextId => MessageSeed.FirstAddedId + _added;

    public KeysetIndex ByCreated => _byCreated ??= Index();

    public Message? Find(int id) =>
        _removed.Contains(id) ? null
        : _changed.TryGetValue(id, out var changed) ? changed
        : seed.Locate(id, out var ticket, out var position) ? seed.Make(ticket, position)
        : null;

    /// <summary>The messages of a ticket, oldest first.</summary>
    public KeysetIndex OfTicket(int ticketId) => KeysetIndex.Of([.. Places(ticketId)]);

    /// <summary>Adds the message, or replaces the one with that id: its time of creation stays.</summary>
    public void Save(Message message)
    {
        if (message.Id >= NextId)
        {
            _added++;
            if (!_addedByTicket.TryGetValue(message.TicketId, out var ids))
            {
                _addedByTicket[message.TicketId] = ids = [];
            }

            ids.Add(message.Id);
            _byCreated?.Add(new Place(message.Created, message.Id));
        }

        _changed[message.Id] = message;
    }

    public void Remove(Message message)
    {
        _removed.Add(message.Id);
        _changed.Remove(message.Id);
        _addedByTicket.GetValueOrDefault(message.TicketId)?.Remove(message.Id);
        _byCreated?.Remove(new Place(message.Created, message.Id));
    }

    public void RemoveOfTicket(int ticketId)
    {
        foreach (var place in OfTicket(ticketId).Upwards(null))
        {
            Remove(Find((int)place.Id)!);
        }
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
            yield return new Place(_changed[id].Created, id);
        }
    }

    private IEnumerable<Place> SeedPlaces(int ticketIndex)
    {
        var outline = tickets.Outline(ticketIndex);
        for (var position = 0; position < outline.Messages; position++)
        {
            var id = seed.IdOf(ticketIndex, position);
            if (!_removed.Contains(id))
            {
                yield return new Place(outline.TimeOf(position), id);
            }
        }
    }

    private KeysetIndex Index() => KeysetIndex.Of(
    [
        .. Enumerable.Range(0, tickets.Count).SelectMany(SeedPlaces),
        .. _addedByTicket.Values.SelectMany(ids => ids).Select(id => new Place(_changed[id].Created, id)),
    ]);
}
