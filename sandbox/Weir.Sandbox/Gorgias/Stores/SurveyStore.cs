namespace Weir.Sandbox.Gorgias;

/// <summary>All surveys; a ticket has at most one. Guarded by the desk's gate.</summary>
internal sealed class SurveyStore(SurveySeed seed, TicketStore tickets)
{
    private readonly SeededTable<Survey> _table = new(seed);
    private readonly Dictionary<int, int> _addedByTicket = [];

    public int Positions => _table.Positions;

    public int IdAt(int position) => _table.IdAt(position);

    public int NextId => _table.NextId;

    public Survey? Find(int id) => _table.Find(id);

    public Survey? OfTicket(int ticketId) =>
        _addedByTicket.TryGetValue(ticketId, out var added) ? _table.Find(added)
        : seed.IndexOfTicket(tickets.SeedIndexOf(ticketId)) is >= 0 and var index ? _table.Find(seed.IdOf(index))
        : null;

    public KeysetIndex ByCreated() => _table.By(ListQuery.Created);

    public void Save(Survey survey)
    {
        if (_table.Save(survey) is null)
        {
            _addedByTicket[survey.TicketId] = survey.Id;
        }
    }
}
