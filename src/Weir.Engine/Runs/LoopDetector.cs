namespace Weir.Engine.Runs;

/// <summary>
/// Finds a list whose next page was seen before with one remembered state, however long the list is (Brent's method).
/// </summary>
internal sealed class LoopDetector(string first)
{
    private string _remembered = first;
    private long _steps;
    private long _power = 1;

    /// <summary>True when the walk has come back to where it was.</summary>
    public bool IsLoop(string next)
    {
        if (string.Equals(next, _remembered, StringComparison.Ordinal))
        {
            return true;
        }

        if (++_steps == _power)
        {
            _remembered = next;
            _power *= 2;
            _steps = 0;
        }

        return false;
    }
}
