using Weir.Model;
using Weir.Vault;

namespace Weir.Tests.Vault;

/// <summary>Which keys a start needs, which it takes, and what it says when one is missing.</summary>
public sealed class PreviousKeyTests
{
    private readonly string _one = KeyHouse.NewKey();
    private readonly string _two = KeyHouse.NewKey();

    [Fact]
    public async Task The_server_cannot_replace_a_key_of_the_operator_and_says_how_it_is_done()
    {
        var house = await KeyHouse.OfAsync(2, _one);
        using var vault = await house.OpenAsync();

        var refusal = Assert.Throws<RefusalException>(() => { _ = vault.Rotation.RotateAsync(); });

        Assert.Equal(ErrorCodes.MasterKeyExternal, refusal.Code);
        Assert.Contains("comes from WEIR_MASTER_KEY", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("WEIR_MASTER_KEY_PREVIOUS", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("WEIR_MASTER_KEY", vault.Rotation.View.Source);
        await vault.Rotation.ContinueAsync();
        Assert.Null(vault.Rotation.View.Rotation);
    }

    [Fact]
    public async Task With_the_previous_key_beside_the_new_one_takes_over()
    {
        var house = await KeyHouse.OfAsync(60, _one);
        (house.Present, house.Previous) = (_two, _one);
        using (var vault = await house.OpenAsync())
        {
            await vault.Rotation.ContinueAsync();
            await vault.Rotation.RotateAsync();

            var view = vault.Rotation.View.Rotation!;
            Assert.Equal((KeyRotationState.Completed, 60), (view.State, view.Done));
            Assert.StartsWith("WEIR_MASTER_KEY_PREVIOUS is not needed any more", view.Message, StringComparison.Ordinal);
        }

        using (var vault = await house.OpenAsync())
        {
            Assert.Equal("WEIR_MASTER_KEY_PREVIOUS is not needed any more: remove it.", vault.Warning);
        }

        house.Previous = null;
        await house.MustSettleAsync();
        Assert.Empty(house.Files.Files);
    }

    [Fact]
    public async Task A_previous_key_that_is_not_needed_is_not_looked_at()
    {
        var house = await KeyHouse.OfAsync(1, _one);
        house.Previous = "no key at all";

        await house.MustOpenAllAsync();
    }

    [Fact]
    public async Task The_previous_key_must_not_go_before_all_is_wrapped_anew()
    {
        var house = await HalfwayAsync();
        house.Previous = null;

        await RefusesAsync(house, "is not the one of the data folder /data");
    }

    [Fact]
    public async Task Going_back_to_the_old_key_needs_the_new_one_too_once_it_wraps_something()
    {
        var house = await HalfwayAsync();
        (house.Present, house.Previous) = (_one, null);

        await RefusesAsync(house, "wraps 50 of its data keys already and is missing: give both");

        house.Previous = _two;
        var before = house.ProofId;
        await house.MustSettleAsync();
        Assert.Equal(before, house.ProofId);
        house.Previous = null;
        await house.MustOpenAllAsync();
    }

    [Fact]
    public async Task A_new_key_that_wraps_nothing_yet_is_forgotten_with_its_going()
    {
        var house = await KeyHouse.OfAsync(2, _one);
        (house.Present, house.Previous) = (_two, _one);
        using (await house.OpenAsync())
        {
            Assert.NotNull(house.Keys.NextProof);
        }

        (house.Present, house.Previous) = (_one, null);
        await house.MustSettleAsync();
        (house.Present, house.Previous) = (_two, _one);
        using (await house.OpenAsync())
        {
        }

        (house.Present, house.Previous) = (KeyHouse.NewKey(), _one);
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task A_third_key_waits_until_the_second_is_done()
    {
        var house = await HalfwayAsync();
        (house.Present, house.Previous) = (KeyHouse.NewKey(), _one);

        await RefusesAsync(house, "wraps 50 of its data keys already and is missing");
    }

    [Fact]
    public async Task Two_keys_that_both_do_not_fit_are_refused()
    {
        var house = await KeyHouse.OfAsync(1, _one);
        (house.Present, house.Previous) = (_two, KeyHouse.NewKey());

        await RefusesAsync(house, "is not the one of the data folder /data");
    }

    [Fact]
    public async Task Without_a_key_of_its_own_the_folder_takes_a_new_one_only_with_the_right_previous_one()
    {
        var house = await KeyHouse.OfAsync(2, _one);
        (house.Present, house.Previous) = (null, _two);
        await RefusesAsync(house, "is missing: restore /data/master.key or set WEIR_MASTER_KEY");

        house.Previous = _one;
        await house.MustSettleAsync();
        Assert.Equal([OwnKeys.Present], house.Files.Files.Keys);
        house.Previous = null;
        await house.MustOpenAllAsync();
    }

    [Fact]
    public async Task A_lost_next_key_is_missed_only_when_it_wraps_something()
    {
        var house = await KeyHouse.OfAsync(60);
        await house.LiveAsync(
            new Watch { Before = (_, operation) => operation == "replace" ? throw new KilledException() : Task.CompletedTask },
            vault => Assert.ThrowsAsync<KilledException>(vault.Rotation.RotateAsync));
        var nothing = house.After();
        nothing.Files.Files.Remove(OwnKeys.Next);
        await nothing.MustSettleAsync();

        await house.LiveAsync(
            new Watch { Before = (_, operation) => operation == "end" ? throw new KilledException() : Task.CompletedTask },
            vault => Assert.ThrowsAsync<KilledException>(vault.Rotation.ContinueAsync));
        var next = house.Files.Files[OwnKeys.Next];
        house.Files.Files.Remove(OwnKeys.Next);
        await RefusesAsync(house, "wraps 60 of its data keys already and is missing: restore /data/master.key.next.");

        house.Files.Files[OwnKeys.Next] = next;
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task An_old_copy_of_the_key_does_not_fit_any_more()
    {
        var house = await KeyHouse.OfAsync(2);
        var old = house.Files.Files[OwnKeys.Present];
        await RotateAsync(house);
        house.Files.Files[OwnKeys.Present] = old;

        await RefusesAsync(house, "is not the one of the data folder /data");
    }

    [Fact]
    public async Task A_database_from_before_the_last_rotation_opens_with_the_old_key_beside_and_is_rotated_again()
    {
        var house = await KeyHouse.OfAsync(60);
        var backup = house.After();
        await RotateAsync(house);
        foreach (var (name, key) in house.Files.Files)
        {
            backup.Files.Files[name] = key;
        }

        await backup.MustSettleAsync();
        Assert.Equal(house.ProofId, backup.ProofId);
        Assert.Equal(house.Files.Files, backup.Files.Files);
    }

    [Fact]
    public async Task A_database_from_before_the_last_rotation_says_which_key_it_needs()
    {
        var house = await KeyHouse.OfAsync(2);
        var backup = house.After();
        await RotateAsync(house);
        backup.Files.Files[OwnKeys.Present] = house.Files.Files[OwnKeys.Present];

        await RefusesAsync(
            backup, $"(id {backup.ProofId}): give the one it was made with, as /data/master.key.old where the database is older");
    }

    private static async Task RotateAsync(KeyHouse house)
    {
        using var vault = await house.OpenAsync();
        await vault.Rotation.RotateAsync();
    }

    private static async Task RefusesAsync(KeyHouse house, string sentence)
    {
        var (before, files) = (house.After(), new Dictionary<string, byte[]>(house.Files.Files, StringComparer.Ordinal));

        var refusal = await Assert.ThrowsAsync<MasterKeyException>(() => house.OpenAsync());

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((before.Keys.Proof, before.Keys.NextProof), (house.Keys.Proof, house.Keys.NextProof));
        Assert.Equal(before.Keys.Keys, house.Keys.Keys);
        Assert.Equal(files, house.Files.Files);
    }

    /// <summary>From the first key to the second, stopped after one batch.</summary>
    private async Task<KeyHouse> HalfwayAsync()
    {
        var house = await KeyHouse.OfAsync(60, _one);
        (house.Present, house.Previous) = (_two, _one);
        var batches = 0;
        await house.LiveAsync(
            new Watch
            {
                Before = (_, operation) => operation == "replace" && ++batches == 2 ? throw new KilledException() : Task.CompletedTask,
            },
            vault => Assert.ThrowsAsync<KilledException>(vault.Rotation.ContinueAsync));
        return house;
    }
}
