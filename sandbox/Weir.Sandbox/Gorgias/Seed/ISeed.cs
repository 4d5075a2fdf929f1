namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Records that were there at the start, by position from 0. Everything is computed from the position alone: the same
/// answer at any time, in any order, on any thread. The single values are there because an index over all records must
/// not make all records.
/// </summary>
internal interface ISeed<out T>
{
    int Count { get; }

    /// <summary>Also for positions behind the last one: ids for new records.</summary>
    int IdOf(int index);

    /// <summary>
    /// The position of an id; negative, or not below <see cref="Count"/>, where no record of the seed has it.
    /// </summary>
    int IndexOf(int id);

    long Created(int index);

    long Updated(int index);

    string? ExternalId(int index);

    T Make(int index);
}
