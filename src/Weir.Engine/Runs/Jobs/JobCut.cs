using Weir.Engine.Calls;

namespace Weir.Engine.Runs.Jobs;

/// <summary>What leaves in jobs, and what by itself.</summary>
/// <param name="Jobs">Items with the same change, each for another record at the other side.</param>
/// <param name="Alone">The others; those of one list leave one after the other.</param>
internal sealed record JobCut<T>(IReadOnlyList<T[]> Jobs, IReadOnlyList<T[]> Alone)
{
    /// <param name="items">In their order.</param>
    /// <param name="partOf">What each is to get.</param>
    /// <param name="min">Fewer leave by themselves; 1: nothing else could.</param>
    /// <param name="max">The most in one job.</param>
    public static JobCut<T> Of(IEnumerable<T> items, Func<T, JobPart> partOf, int min, int max)
    {
        List<T[]> jobs = [];
        List<T[]> alone = [];
        List<T> free = [];
        foreach (var same in items.GroupBy(i => partOf(i).Id, StringComparer.Ordinal))
        {
            // Beside a job for the one change, the other one would be undone or taken for what the job has not done.
            if (min > 1 && same.Select(i => partOf(i).Change).Distinct(StringComparer.Ordinal).Skip(1).Any())
            {
                alone.Add([.. same]);
            }
            else
            {
                free.AddRange(same);
            }
        }

        foreach (var alike in free.GroupBy(i => partOf(i).Change, StringComparer.Ordinal))
        {
            var rounds = alike.GroupBy(i => partOf(i).Id, StringComparer.Ordinal).SelectMany(same => same.Index()).GroupBy(i => i.Index, i => i.Item);
            foreach (var group in rounds.SelectMany(round => round.Chunk(max)))
            {
                if (alike.Key is null || group.Length < min)
                {
                    alone.AddRange(group.Select(i => new[] { i }));
                }
                else
                {
                    jobs.Add(group);
                }
            }
        }

        return new JobCut<T>(jobs, alone);
    }
}
