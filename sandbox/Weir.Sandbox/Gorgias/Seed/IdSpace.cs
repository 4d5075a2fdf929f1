namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Ids that grow with the position and have gaps, and the way back from an id to its position, both without a table.
/// </summary>
internal sealed class IdSpace(int seed, DiceKind kind, int first, int stride)
{
    public int IdOf(int index) => first + (index * stride) + new Dice(seed, kind, index).Below(stride);

    /// <summary>The position of an id; -1 where no record can have it.</summary>
    public int IndexOf(int id)
    {
        var index = (id - first) / stride;
        return id >= first && IdOf(index) == id ? index : -1;
    }
}
