using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>Collects what is wrong with a body, at most <see cref="Max"/> of it.</summary>
internal sealed class ProblemList
{
    public const int Max = 100;

    private readonly List<Problem> _problems = [];

    public bool IsEmpty => _problems.Count == 0;

    public void Add(Problem problem)
    {
        if (_problems.Count < Max)
        {
            _problems.Add(problem);
        }
    }

    public bool Has(string field) => _problems.Exists(p => p.Field == field);

    /// <summary>All of them as one refusal; there must be one.</summary>
    public RefusalException Refusal() => RefusalException.Invalid(_problems);

    /// <summary>Throws all of them as one refusal.</summary>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw Refusal();
        }
    }
}
