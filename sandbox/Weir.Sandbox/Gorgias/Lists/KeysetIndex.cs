using System.Runtime.InteropServices;

namespace Weir.Sandbox.Gorgias;

/// <summary>Where a row stands in an order: by its value, and by its id among those with the same value.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(long Value, long Id) : IComparable<Place>
{
    public int CompareTo(Place other) => Value != other.Value ? Value.CompareTo(other.Value) : Id.CompareTo(other.Id);
}

/// <summary>
/// Places in order, in blocks of at most 512: 16 bytes a row, and finding, adding and removing one costs a binary
/// search and the shift of one block. Not safe for concurrent use.
/// </summary>
internal sealed class KeysetIndex
{
    private const int BlockMax = 512;

    private readonly List<List<Place>> _blocks = [];

    public static KeysetIndex Of(Place[] places)
    {
        Array.Sort(places);
        var index = new KeysetIndex();
        foreach (var chunk in places.Chunk(BlockMax / 2))
        {
            index._blocks.Add([.. chunk]);
        }

        return index;
    }

    public int Count => _blocks.Sum(block => block.Count);

    public void Add(Place place)
    {
        if (_blocks.Count == 0)
        {
            _blocks.Add([]);
        }

        var at = BlockOf(place);
        var block = _blocks[at];
        var position = block.BinarySearch(place);
        if (position >= 0)
        {
            return;
        }

        block.Insert(~position, place);
        if (block.Count > BlockMax)
        {
            _blocks.Insert(at + 1, block.GetRange(BlockMax / 2, block.Count - (BlockMax / 2)));
            block.RemoveRange(BlockMax / 2, block.Count - (BlockMax / 2));
        }
    }

    public void Remove(Place place)
    {
        var at = BlockOf(place);
        var position = _blocks.Count == 0 ? -1 : _blocks[at].BinarySearch(place);
        if (position >= 0)
        {
            _blocks[at].RemoveAt(position);
            if (_blocks[at].Count == 0)
            {
                _blocks.RemoveAt(at);
            }
        }
    }

    /// <summary>
    /// Places behind the given one (which need not exist any more), lowest first; all of them for null.
    /// </summary>
    public IEnumerable<Place> Upwards(Place? behind)
    {
        var (block, position) = (0, 0);
        if (behind is { } place && _blocks.Count > 0)
        {
            block = BlockOf(place);
            var found = _blocks[block].BinarySearch(place);
            position = found < 0 ? ~found : found + 1;
        }

        for (; block < _blocks.Count; block++, position = 0)
        {
            for (; position < _blocks[block].Count; position++)
            {
                yield return _blocks[block][position];
            }
        }
    }

    /// <summary>
    /// Places before the given one (which need not exist any more), highest first; all of them for null.
    /// </summary>
    public IEnumerable<Place> Downwards(Place? before)
    {
        var block = _blocks.Count - 1;
        var position = block < 0 ? -1 : _blocks[block].Count - 1;
        if (before is { } place && _blocks.Count > 0)
        {
            block = BlockOf(place);
            var found = _blocks[block].BinarySearch(place);
            position = (found < 0 ? ~found : found) - 1;
        }

        while (block >= 0)
        {
            for (; position >= 0; position--)
            {
                yield return _blocks[block][position];
            }

            block--;
            position = block < 0 ? -1 : _blocks[block].Count - 1;
        }
    }

    /// <summary>The last block that does not begin behind the place.</summary>
    private int BlockOf(Place place)
    {
        var (low, high) = (0, _blocks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_blocks[middle][0].CompareTo(place) <= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
