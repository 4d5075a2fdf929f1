using System.Text;
using Weir.Engine.Secrets;
using Weir.Vault;

namespace Weir.Tests.Vault;

public sealed class RotationTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Every_data_key_is_wrapped_by_the_new_master_key_and_the_old_one_is_kept_aside()
    {
        var house = await KeyHouse.OfAsync(120);
        var (before, key) = (house.ProofId, house.Files.Files[OwnKeys.Present]);
        using (var vault = await house.OpenAsync())
        {
            Assert.Equal((before, "master.key"), (vault.Rotation.View.MasterKeyId, vault.Rotation.View.Source));
            Assert.Null(vault.Rotation.View.Rotation);
            await vault.Rotation.RotateAsync();

            var view = vault.Rotation.View;
            Assert.Equal(house.ProofId, view.MasterKeyId);
            Assert.Equal(
                (KeyRotationState.Completed, before, house.ProofId, 120, 120, 0),
                (view.Rotation!.State, view.Rotation.From, view.Rotation.To, view.Rotation.Done, view.Rotation.Total, view.Rotation.Unreadable));
            Assert.Contains("/data/master.key", view.Rotation.Message, StringComparison.Ordinal);
            await house.MustOpenAllAsync(vault);
            await house.SealAsync(vault, "new");
        }

        Assert.NotEqual(before, house.ProofId);
        Assert.Equal([OwnKeys.Present, OwnKeys.Old], house.Files.Files.Keys.OrderBy(f => f.Length));
        Assert.Equal(key, house.Files.Files[OwnKeys.Old]);
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task Many_rotations_follow_one_another()
    {
        var house = await KeyHouse.OfAsync(3);
        using var vault = await house.OpenAsync();
        var ids = new HashSet<string>(StringComparer.Ordinal) { house.ProofId! };
        for (var i = 0; i < 10; i++)
        {
            await vault.Rotation.RotateAsync();
            await house.SealAsync(vault, $"new_{i}");
            Assert.True(ids.Add(house.ProofId!));
        }

        await house.MustOpenAllAsync(vault);
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task Whoever_rotates_during_a_rotation_joins_it()
    {
        var house = await KeyHouse.OfAsync(120);
        var watch = new Watch();
        using var vault = await house.OpenAsync(watch);
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        watch.Before = (_, operation) =>
        {
            arrived.TrySetResult();
            return operation == "replace" ? go.Task : Task.CompletedTask;
        };
        var first = vault.Rotation.RotateAsync();
        await arrived.Task;

        Assert.Same(first, vault.Rotation.RotateAsync());
        Assert.Same(first, vault.Rotation.ContinueAsync());
        Assert.Equal(KeyRotationState.Running, vault.Rotation.View.Rotation!.State);

        go.SetResult();
        await first;
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task A_data_key_made_at_any_instant_of_a_rotation_is_not_lost()
    {
        var start = await KeyHouse.OfAsync(60);
        var operations = 0;
        for (var at = 0; at <= operations; at++)
        {
            var house = start.After();
            var watch = new Watch();
            using (var vault = await house.OpenAsync(watch))
            {
                watch.Before = async (place, _) =>
                {
                    if (place == at)
                    {
                        await house.MustOpenAllAsync(vault);
                        await house.SealAsync(vault, "new");
                    }
                };
                await vault.Rotation.RotateAsync();
                operations = watch.Count;
                watch.Before = (_, _) => Task.CompletedTask;
                await house.MustOpenAllAsync(vault);
            }

            await house.MustSettleAsync();
        }
    }

    [Theory]
    [InlineData("add")]
    [InlineData("replace")]
    [InlineData("end")]
    public async Task A_data_key_on_its_way_into_the_store_when_the_rotation_comes_so_far_is_not_lost(string instant)
    {
        var house = await KeyHouse.OfAsync(5);
        var watch = new Watch();
        using var vault = await house.OpenAsync(watch);
        var (adding, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isFirst = true;
        watch.Before = async (_, operation) =>
        {
            if (operation == "add" && isFirst)
            {
                isFirst = false;
                adding.SetResult();
                await go.Task;
            }
            else if (operation == instant)
            {
                go.TrySetResult();
            }
        };

        var seal = house.SealAsync(vault, "new");
        await adding.Task;
        var rotation = vault.Rotation.RotateAsync();
        if (instant == "add")
        {
            // It is let in only when the old key is gone.
            await rotation;
            go.SetResult();
        }

        await Task.WhenAll(seal, rotation);
        await house.MustOpenAllAsync(vault);
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task A_data_key_read_before_the_old_key_was_retired_is_read_again()
    {
        var house = await KeyHouse.OfAsync(2);
        var watch = new Watch();
        using var vault = await house.OpenAsync(watch);
        Task? rotation = null;
        watch.After = operation => operation == "find" ? rotation ??= vault.Rotation.RotateAsync() : Task.CompletedTask;

        await house.MustOpenAllAsync(vault);

        Assert.True(rotation!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_data_key_is_found_however_many_rotations_end_while_it_is_read()
    {
        var house = await KeyHouse.OfAsync(2);
        var watch = new Watch();
        using var vault = await house.OpenAsync(watch);
        var left = 5;
        watch.After = operation => operation == "find" && left-- > 0 ? vault.Rotation.RotateAsync() : Task.CompletedTask;

        await house.MustOpenAllAsync(vault);

        Assert.True(left < 0);
    }

    [Fact]
    public async Task Seals_and_opens_from_all_sides_see_nothing_of_ten_rotations()
    {
        var house = await KeyHouse.OfAsync(200);
        using var vault = await house.OpenAsync();
        using var done = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var mine = new List<(string, byte[])>();
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                // Bounded: on a slow machine they would otherwise make keys faster than a rotation wraps them.
                if (i < 300)
                {
                    var owner = $"worker_{worker}_{i}";
                    mine.Add((owner, await vault.SealAsync(owner, "password", Encoding.UTF8.GetBytes(owner), None)));
                }

                var (known, cipher) = house.Sealed[i % house.Sealed.Count];
                Assert.Equal($"secret of {known}", Encoding.UTF8.GetString(await vault.OpenAsync(known, "password", cipher, None)));
            }

            return mine;
        })).ToList();
        for (var i = 0; i < 10; i++)
        {
            await vault.Rotation.RotateAsync();
        }

        await done.CancelAsync();
        var made = (await Task.WhenAll(workers)).SelectMany(m => m).ToList();
        using var restarted = await house.OpenAsync();
        foreach (var (owner, cipher) in made)
        {
            Assert.Equal(owner, Encoding.UTF8.GetString(await restarted.OpenAsync(owner, "password", cipher, None)));
        }

        Assert.All(house.Keys.Keys, key => Assert.Equal(house.ProofId, key.MasterKeyId));
    }

    [Fact]
    public async Task Changed_and_exchanged_data_keys_keep_no_other_from_the_new_master_key()
    {
        var house = await KeyHouse.OfAsync(120);
        var keys = house.Keys.Keys;
        keys[3] = keys[3] with { Cipher = [.. keys[3].Cipher.Select((b, i) => i == 40 ? (byte)(b ^ 4) : b)] };
        (keys[60], keys[61]) = (keys[60] with { Cipher = keys[61].Cipher }, keys[61] with { Cipher = keys[60].Cipher });
        keys[119] = keys[119] with { MasterKeyId = "0123456789abcdef" };
        int[] broken = [3, 60, 61, 119];
        var before = broken.Select(i => keys[i]).ToList();
        using (var vault = await house.OpenAsync())
        {
            await vault.Rotation.RotateAsync();

            var view = vault.Rotation.View.Rotation!;
            Assert.Equal((KeyRotationState.Completed, 116, 3), (view.State, view.Done, view.Unreadable));
            Assert.Contains("3 data keys could not be opened", view.Message, StringComparison.Ordinal);
            await MustOpenAllButAsync(vault);
        }

        Assert.Equal(before, broken.Select(i => keys[i]));
        using var restarted = await house.OpenAsync();
        await MustOpenAllButAsync(restarted);

        async Task MustOpenAllButAsync(Weir.Vault.Vault vault)
        {
            foreach (var (index, (owner, cipher)) in house.Sealed.Index())
            {
                var open = vault.OpenAsync(owner, "password", cipher, None).AsTask();
                if (broken.Contains(index))
                {
                    await Assert.ThrowsAsync<SecretUnreadableException>(() => open);
                }
                else
                {
                    Assert.Equal($"secret of {owner}", Encoding.UTF8.GetString(await open));
                }
            }
        }
    }

    [Fact]
    public async Task A_rotation_that_fails_says_why_keeps_both_keys_and_goes_on_when_it_is_run_again()
    {
        var house = await KeyHouse.OfAsync(120);
        var watch = new Watch();
        using var vault = await house.OpenAsync(watch);
        var isFull = true;
        watch.Before = (place, operation) => isFull && operation == "replace" && place > 10
            ? throw new IOException("The disk is full.")
            : Task.CompletedTask;

        await Assert.ThrowsAsync<IOException>(vault.Rotation.RotateAsync);

        var failed = vault.Rotation.View.Rotation!;
        Assert.Equal(KeyRotationState.Failed, failed.State);
        Assert.StartsWith("The disk is full. Both master keys are kept", failed.Message, StringComparison.Ordinal);
        await house.MustOpenAllAsync(vault);
        await house.SealAsync(vault, "new");
        await house.After().MustSettleAsync();

        isFull = false;
        await vault.Rotation.RotateAsync();
        Assert.Equal((KeyRotationState.Completed, failed.To), (vault.Rotation.View.Rotation!.State, house.ProofId));
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task A_rotation_of_which_only_the_name_of_the_key_was_left_is_told_as_it_was()
    {
        var house = await KeyHouse.OfAsync(60);
        var before = house.ProofId;
        await house.LiveAsync(
            new Watch { After = operation => operation == "end" ? throw new KilledException() : Task.CompletedTask },
            vault => Assert.ThrowsAsync<KilledException>(vault.Rotation.RotateAsync));

        using var vault = await house.OpenAsync();
        await vault.Rotation.ContinueAsync();

        var view = vault.Rotation.View.Rotation!;
        Assert.Equal(
            (KeyRotationState.Completed, before, house.ProofId, 60, 60),
            (view.State, view.From, view.To, view.Done, view.Total));
    }

    [Fact]
    public async Task A_rotation_that_is_stopped_goes_on_at_the_next_start()
    {
        var house = await KeyHouse.OfAsync(120);
        var watch = new Watch();
        using var vault = await house.OpenAsync(watch);
        Task? stop = null;
        watch.Before = (_, operation) =>
        {
            stop ??= operation == "replace" ? vault.Rotation.StopAsync() : null;
            return Task.CompletedTask;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(vault.Rotation.RotateAsync);
        await stop!;

        Assert.NotNull(house.Keys.NextProof);
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task The_key_in_use_is_kept_as_the_old_one_even_where_its_file_is_gone()
    {
        var house = await KeyHouse.OfAsync(60);
        var key = house.Files.Files[OwnKeys.Present];
        var watch = new Watch { KillAt = 60 };
        await house.LiveAsync(watch, vault =>
        {
            house.Files.Files[OwnKeys.Present] = Encoding.ASCII.GetBytes(KeyHouse.NewKey());
            return vault.Rotation.RotateAsync();
        });

        Assert.Equal(key, house.Files.Files[OwnKeys.Old]);
        await house.MustSettleAsync();
    }

    [Fact]
    public async Task A_closed_vault_rotates_nothing()
    {
        var house = await KeyHouse.OfAsync(1);
        var before = house.After();
        var vault = await house.OpenAsync();
        vault.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(vault.Rotation.RotateAsync);

        Assert.Equal(before.ProofId, house.ProofId);
        Assert.Equal(before.Files.Files, house.Files.Files);
    }
}
