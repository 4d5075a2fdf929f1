namespace Weir.Sandbox;

/// <summary>
/// What a sandbox server does with a request that has arrived whole. It is called concurrently and answers at once:
/// latency and faults are added around it.
/// </summary>
internal interface IAnswerer
{
    /// <summary>
    /// Sets <see cref="Incoming.Route"/> and <see cref="Incoming.SubjectIds"/>. Changes nothing else.
    /// </summary>
    void Recognise(Incoming request);

    /// <summary>Carries the request out and writes the answer.</summary>
    void Answer(Incoming request, Reply reply);

    /// <summary>Writes the application's own error body for a fault's status.</summary>
    void WriteError(Reply reply, int status);

    /// <summary>Writes the application's own refusal of a cursor.</summary>
    void RefuseCursor(Reply reply);

    /// <summary>Headers that stand on every answer, faults included.</summary>
    void AddHeaders(Reply reply);

    /// <summary>Changes records as if somebody else had.</summary>
    void Move(DeskChange change);
}
